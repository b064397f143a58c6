import type { PixelFormat, VideoFrame } from "@framewire/media";
import fc from "fast-check";
import sharp, { type KernelEnum, type Sharp } from "sharp";
import { describe, expect, test } from "vitest";
import { createFrameDrawer } from "../drawing/frame-drawer.ts";
import { codeLayoutFor } from "./code-layout.ts";
import { type PatternReading, readPattern } from "./read-pattern.ts";

const someReading: PatternReading = { sequence: 4217, timestamp: 1_790_000_000_123_456 };

const readings = fc.record({ sequence: fc.nat(2 ** 31), timestamp: fc.maxSafeNat() });

/** Common aspect ratios, in sizes that have a code. */
const sizes = fc
  .record({ width: fc.integer({ min: 160, max: 1400 }), ratio: fc.constantFrom(9 / 16, 3 / 4, 1, 4 / 3, 16 / 9) })
  .map(({ width, ratio }) => ({ width, height: Math.round(width * ratio) }));

function draw(width: number, height: number, reading: PatternReading): VideoFrame {
  const data = createFrameDrawer({ width, height, fps: 30, name: "Kitchen" })(reading);
  return { format: "RGB", width, height, sequence: 0, timestamp: 0, data };
}

function toSharp({ width, height, data }: VideoFrame): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

async function frameOf(image: Sharp): Promise<VideoFrame> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  return { format: "RGB", width: info.width, height: info.height, sequence: 0, timestamp: 0, data };
}

async function throughJpeg(frame: VideoFrame, quality = 30): Promise<VideoFrame> {
  return frameOf(sharp(await toSharp(frame).jpeg({ quality }).toBuffer()));
}

function half(frame: VideoFrame, kernel: keyof KernelEnum = "lanczos3"): Promise<VideoFrame> {
  const size = { width: Math.round(frame.width / 2), height: Math.round(frame.height / 2) };
  return frameOf(toSharp(frame).resize({ ...size, kernel, fit: "fill" }));
}

/** Converts a frame to another pixel format. */
function converted(frame: VideoFrame, format: PixelFormat): VideoFrame {
  const channels = { RGB: [0, 1, 2], BGR: [2, 1, 0], RGBA: [0, 1, 2, undefined] }[format];
  const pixels = frame.width * frame.height;
  const data = new Uint8Array(pixels * channels.length);
  for (let pixel = 0; pixel < pixels; pixel++) {
    channels.forEach((channel, index) => {
      data[pixel * channels.length + index] = channel === undefined ? 255 : (frame.data[pixel * 3 + channel] ?? 0);
    });
  }
  return { ...frame, format, data };
}

describe("readPattern", () => {
  test.each<PixelFormat>(["RGB", "RGBA", "BGR"])("reads the numbers that were drawn, in %s", (format) => {
    fc.assert(
      fc.property(sizes, readings, ({ width, height }, reading) => {
        expect(readPattern(converted(draw(width, height, reading), format))).toEqual(reading);
      }),
      { numRuns: 15 },
    );
  });

  test("reads them after JPEG at quality 30, at half size, and after both in either order", async () => {
    await fc.assert(
      fc.asyncProperty(sizes, readings, async ({ width, height }, reading) => {
        const frame = draw(width, height, reading);
        const coarse = await throughJpeg(frame);
        const small = await half(frame);
        expect(readPattern(coarse), "JPEG").toEqual(reading);
        expect(readPattern(small), "half").toEqual(reading);
        expect(readPattern(await half(coarse)), "JPEG, half").toEqual(reading);
        expect(readPattern(await throughJpeg(small)), "half, JPEG").toEqual(reading);
        expect(readPattern(await throughJpeg(await half(coarse))), "JPEG, half, JPEG").toEqual(reading);
      }),
      { numRuns: 20 },
    );
  });

  test.each([
    [160, 90],
    [160, 120],
    [161, 121],
    [199, 150],
    [200, 150],
    [320, 240],
    [639, 361],
    [640, 360],
    [160, 284],
  ])("reads %i x %i, where the cells are smallest, halved by any filter and in any format", async (width, height) => {
    const frame = draw(width, height, someReading);
    for (const kernel of ["nearest", "linear", "cubic", "mitchell", "lanczos2", "lanczos3"] as const) {
      const small = await throughJpeg(await half(frame, kernel));
      for (const format of ["RGB", "RGBA", "BGR"] as const) {
        expect(readPattern(converted(small, format)), `${kernel} ${format}`).toEqual(someReading);
      }
    }
  });

  test("reads frames scaled to other sizes, up and down", async () => {
    const frame = draw(1280, 720, someReading);
    for (const width of [320, 427, 854, 1000, 1920]) {
      const scaled = await frameOf(toSharp(frame).resize({ width }));
      expect(readPattern(scaled), `${width} wide`).toEqual(someReading);
    }
  });

  test("returns undefined for noise", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        let state = seed | 1;
        const data = new Uint8Array(320 * 240 * 3).map(() => {
          state = (Math.imul(state, 1664525) + 1013904223) | 0;
          return state >>> 24;
        });
        const frame: VideoFrame = { format: "RGB", width: 320, height: 240, sequence: 1, timestamp: 1, data };
        expect(readPattern(frame)).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  test("returns undefined for frames of one colour, a gradient, or a pattern without a code", () => {
    const { data, ...rest } = draw(320, 240, someReading);
    for (const level of [0, 128, 255]) {
      expect(readPattern({ ...rest, data: new Uint8Array(data.length).fill(level) })).toBeUndefined();
    }
    expect(readPattern({ ...rest, data: data.map((_, index) => index % 251) })).toBeUndefined();
    expect(codeLayoutFor(120, 90)).toBeUndefined();
    expect(readPattern(draw(120, 90, someReading))).toBeUndefined();
  });

  test("returns undefined for a code that is torn between two frames, or has a wrong cell", () => {
    const first = draw(640, 360, { sequence: 1, timestamp: 1_000_000 });
    const second = draw(640, 360, { sequence: 2, timestamp: 1_033_333 });
    const layout = codeLayoutFor(640, 360);
    if (!layout) throw new Error("There is a code at 640 x 360.");
    const tear = Math.round(layout.top + 2 * layout.cell) * 640 * 3;
    const torn = first.data.slice();
    torn.set(second.data.subarray(tear), tear);
    expect(readPattern({ ...first, data: torn })).toBeUndefined();

    for (const level of [0, 255]) {
      const spoiled = first.data.slice();
      for (let y = 0; y < layout.cell; y++) {
        const start = ((Math.round(layout.top) + y) * 640 + Math.round(layout.left + 8 * layout.cell)) * 3;
        spoiled.fill(level, start, start + Math.round(layout.cell * 4) * 3);
      }
      expect(readPattern({ ...first, data: spoiled })).toBeUndefined();
    }
  });

  test("returns undefined for a code without contrast", () => {
    const frame = draw(640, 360, someReading);
    expect(readPattern({ ...frame, data: frame.data.map((value) => value * 0.5) })).toEqual(someReading);
    expect(readPattern({ ...frame, data: frame.data.map((value) => value * 0.2) })).toBeUndefined();
  });

  test("returns undefined for a frame with too few bytes", () => {
    const frame = draw(640, 360, someReading);
    expect(readPattern({ ...frame, data: frame.data.subarray(0, -1) })).toBeUndefined();
  });
});
