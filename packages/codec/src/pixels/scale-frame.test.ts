import { describe, expect, it } from "vitest";
import { psnr } from "../compliance/psnr.ts";
import { testFrame, toRgb } from "../compliance/test-frame.ts";
import { scaledSize, scaleFrame } from "./scale-frame.ts";

describe("scaledSize", () => {
  it.each([
    [768, 576, 0.5, 384, 288],
    [1280, 720, 0.75, 960, 540],
    [1920, 1080, 0.3125, 600, 338],
    [641, 479, 0.5, 320, 240],
    [641, 479, 1, 641, 479],
    // Not below 16, with the same aspect ratio.
    [64, 32, 0.25, 32, 16],
    [16, 160, 0.25, 16, 160],
    [1, 1, 0.25, 1, 1],
  ])("of %ix%i at %d is %ix%i", (width, height, scale, wide, high) => {
    expect(scaledSize({ width, height }, scale)).toEqual({ width: wide, height: high });
  });
});

describe("scaleFrame", () => {
  it.each(["RGB", "BGR", "RGBA"] as const)("scales %s down and keeps its colours", async (format) => {
    // The content is slow waves, so every second pixel of every second row is close to the scaled frame.
    const large = testFrame({ subject: "smooth", format, width: 320, height: 240, sequence: 4, timestamp: 5 });
    const small = await scaleFrame(large, 0.5);
    expect(small).toMatchObject({ width: 160, height: 120, sequence: 4, timestamp: 5 });
    expect(small.format).toBe(format === "RGBA" ? "RGB" : format);
    const rgb = toRgb(large).data;
    const expected = Uint8Array.from({ length: 160 * 120 * 3 }, (_, i) => {
      const pixel = Math.floor(i / 3);
      return rgb[3 * (2 * Math.floor(pixel / 160) * 320 + 2 * (pixel % 160)) + (i % 3)] as number;
    });
    expect(psnr(toRgb(small).data, expected)).toBeGreaterThan(38);
  });

  it("averages areas, so that fine stripes become grey instead of coarse stripes", async () => {
    const data = Uint8Array.from({ length: 256 * 64 * 3 }, (_, i) => (Math.floor(i / 3) % 2) * 200);
    const small = await scaleFrame({ sequence: 0, timestamp: 0, format: "RGB", width: 256, height: 64, data }, 0.3);
    const middle = small.data.subarray(3 * 10, 3 * (small.width - 10));
    for (const sample of middle) expect(Math.abs(sample - 100)).toBeLessThan(30);
  });

  it("returns the same frame where the size does not change", async () => {
    const frame = testFrame({ subject: "smooth", format: "RGB", width: 16, height: 16 });
    expect(await scaleFrame(frame, 0.25)).toBe(frame);
  });
});
