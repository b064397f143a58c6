import { describe, expect, it } from "vitest";
import { bytesPerPixel, isEncoded } from "./frame.ts";

const common = { sequence: 1, timestamp: 2, width: 1, height: 1 };

describe("isEncoded", () => {
  it("distinguishes pixels and encoded frames", () => {
    expect(isEncoded({ ...common, format: "RGB", data: new Uint8Array(3) })).toBe(false);
    expect(isEncoded({ ...common, codec: "jpeg", type: "key", data: new Uint8Array(3) })).toBe(true);
  });
});

describe("bytesPerPixel", () => {
  it("is one byte a channel", () => {
    for (const [format, bytes] of Object.entries(bytesPerPixel)) expect(bytes).toBe(format.length);
  });
});
