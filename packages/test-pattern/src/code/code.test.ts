import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { codeBits, decodeReading, encodeReading } from "./code.ts";

const readings = fc.record({
  sequence: fc.integer({ min: 0, max: 2 ** 40 - 1 }),
  timestamp: fc.maxSafeNat(),
});

describe("the code of a reading", () => {
  test("decodes to the same sequence number and timestamp", () => {
    fc.assert(
      fc.property(readings, (reading) => {
        expect(decodeReading(encodeReading(reading))).toEqual(reading);
      }),
    );
  });

  test("starts the sequence number again at 0 after 2^40", () => {
    expect(decodeReading(encodeReading({ sequence: 2 ** 40 + 7, timestamp: 1 }))).toEqual({
      sequence: 7,
      timestamp: 1,
    });
  });

  test("is invalid with one to three wrong cells", () => {
    const bits = fc.uniqueArray(fc.nat(codeBits - 1), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(readings, bits, (reading, wrong) => {
        const code = encodeReading(reading);
        for (const bit of wrong) code[bit >> 3] = (code[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
        expect(decodeReading(code)).toBeUndefined();
      }),
    );
  });

  test("is invalid when all cells are dark or all are light", () => {
    expect(decodeReading(new Uint8Array(codeBits / 8))).toBeUndefined();
    expect(decodeReading(new Uint8Array(codeBits / 8).fill(255))).toBeUndefined();
  });
});
