import { jpegSegments } from "@framewire/media/jpeg";
import { describe, expect, it, vi } from "vitest";
import type { Codec } from "../codec.ts";
import { encodeOne } from "../compliance/round-trip.ts";
import { testFrame } from "../compliance/test-frame.ts";
import { codecChecks } from "../compliance.ts";
import { jpeg } from "./jpeg.ts";
import { jpegSharp } from "./jpeg-sharp.ts";
import { jpegTurbo } from "./jpeg-turbo.ts";

describe("jpegSharp complies", () => {
  for (const check of codecChecks(jpegSharp, { psnr: { smooth: 45, noisy: 29 } })) it(check.name, check.run);
});

describe("jpegTurbo complies", () => {
  // The fast inverse DCT lowers the PSNR of smooth frames most.
  for (const check of codecChecks(jpegTurbo as Codec, { psnr: { smooth: 42, noisy: 29 } })) it(check.name, check.run);
});

describe("jpeg", () => {
  it("is libjpeg-turbo where that loads, as it does wherever the tests run", () => {
    expect(jpegTurbo).toBeDefined();
    expect(jpeg).toBe(jpegTurbo);
    expect([jpeg, jpegSharp].map(({ name, implementation }) => `${name}, ${implementation}`)).toEqual([
      "jpeg, libjpeg-turbo",
      "jpeg, sharp",
    ]);
  });

  it("is sharp where libjpeg-turbo does not load", async () => {
    vi.resetModules();
    vi.doMock("./jpeg-turbo-binding.ts", () => ({ loadJpegTurbo: () => undefined }));
    try {
      const { jpeg: alone } = await import("./jpeg.ts");
      expect(alone.implementation).toBe("sharp");
    } finally {
      vi.doUnmock("./jpeg-turbo-binding.ts");
    }
  });
});

describe.each([jpegTurbo as Codec, jpegSharp])("jpeg through $implementation", (codec) => {
  it("writes baseline 4:2:0 with the standard Huffman tables", async () => {
    const { data } = await encodeOne(codec, testFrame({ subject: "noisy", format: "RGB", width: 64, height: 48 }));
    const segments = [...jpegSegments(data)];
    const baseline = segments.find(({ marker }) => marker === 0xc0)?.body;
    // Three components: Y sampled 2x2, Cb and Cr 1x1 (T.81 B.2.2).
    expect([7, 10, 13].map((at) => baseline?.[at])).toEqual([0x22, 0x11, 0x11]);
    // The four tables of T.81 annex K have 12, 162, 12 and 162 symbols; computed ones have fewer.
    const symbols = segments.filter(({ marker }) => marker === 0xc4).flatMap(({ body }) => symbolsOf(body));
    expect(symbols.sort((a, b) => a - b)).toEqual([12, 12, 162, 162]);
  });
});

/** Number of symbols in each Huffman table of a DHT segment (T.81 B.2.4.2). */
function symbolsOf(body: Uint8Array): number[] {
  const sizes: number[] = [];
  for (let at = 0; at < body.length; ) {
    const size = body.subarray(at + 1, at + 17).reduce((sum, count) => sum + count, 0);
    sizes.push(size);
    at += 17 + size;
  }
  return sizes;
}
