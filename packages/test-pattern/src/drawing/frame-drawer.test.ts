import fc from "fast-check";
import sharp from "sharp";
import { expect, test } from "vitest";
import { codeLayoutFor } from "../code/code-layout.ts";
import type { PatternSettings } from "../options.ts";
import { createTypeface } from "../text/typeface.ts";
import { createFrameDrawer } from "./frame-drawer.ts";
import { layoutFrame } from "./frame-layout.ts";
import { light } from "./palette.ts";

const hd: PatternSettings = { width: 1280, height: 720, fps: 30, name: "Kitchen" };

/** Whether the frame contains the text, in light ink. */
function shows(data: Uint8Array, width: number, text: string, size: number): boolean {
  const face = createTypeface(size, light, [0, 0, 0]);
  const columns = face.measure(text);
  const rows = face.capHeight;
  const expected = { width: columns, height: size * 9, data: new Uint8Array(columns * size * 9 * 3) };
  face.draw(expected, text, 0, 0);
  const isInk = (bytes: Uint8Array, at: number): boolean =>
    light.every((channel, index) => bytes[at + index] === channel);
  for (let start = 0; start + (rows * width + columns) * 3 < data.length; start += 3) {
    let same = true;
    for (let y = 0; y < rows && same; y++) {
      for (let x = 0; x < columns && same; x++) {
        same = isInk(expected.data, (y * columns + x) * 3) === isInk(data, start + (y * width + x) * 3);
      }
    }
    if (same) return true;
  }
  return false;
}

test("a frame shows the name, and no other name", () => {
  const data = createFrameDrawer({ ...hd, width: 160, height: 120 })({ sequence: 1, timestamp: 0 });
  expect(shows(data, 160, "Kitchen", 1)).toBe(true);
  expect(shows(data, 160, "Kitchem", 1)).toBe(false);
});

test("each frame has a buffer of its own, and only the moving parts differ", () => {
  const draw = createFrameDrawer(hd);
  const first = draw({ sequence: 0, timestamp: 1_000_000 });
  const copy = first.slice();
  const second = draw({ sequence: 1, timestamp: 1_033_333 });
  expect(second.buffer).not.toBe(first.buffer);
  expect(Buffer.compare(first, copy)).toBe(0);

  const differs = (from: number, to: number): boolean =>
    Buffer.compare(first.subarray(from * 1280 * 3, to * 1280 * 3), second.subarray(from * 1280 * 3, to * 1280 * 3)) !==
    0;
  const { bars, track, code } = layoutFrame(1280, 720);
  if (!code) throw new Error("There is a code at 720p.");
  expect(differs(0, 100)).toBe(false);
  expect(differs(100, bars.height)).toBe(true);
  expect(differs(bars.height, track.top)).toBe(false);
  expect(differs(track.top, track.top + track.height)).toBe(true);
  expect(differs(track.top + track.height, code.top)).toBe(false);
  expect(differs(code.top, code.top + code.rows * code.cell)).toBe(true);
});

test("the light moves at a constant speed, also across the edge", () => {
  const draw = createFrameDrawer(hd);
  const { track } = layoutFrame(hd.width, hd.height);
  const headAt = (timestamp: number): number => {
    const row = draw({ sequence: 0, timestamp }).subarray(track.top * 1280 * 3);
    const bright = Array.from({ length: 1280 }, (_, x) => x).filter((x) => (row[x * 3] ?? 0) >= light[0]);
    return bright.at(-1) ?? Number.NaN;
  };
  const step = 100_000;
  for (let time = 500_000; time < 3_500_000; time += step) {
    expect(Math.abs(headAt(time + step) - headAt(time) - 32)).toBeLessThanOrEqual(1);
  }
  expect(headAt(4_500_000)).toBe(headAt(500_000));
});

test("a frame of any size can be drawn", () => {
  const edges = fc.integer({ min: 16, max: 500 });
  const extremes = fc.constantFrom([16, 16], [7680, 16], [16, 7680], [7680, 200], [200, 7680]);
  fc.assert(
    fc.property(
      fc.oneof(fc.tuple(edges, edges), extremes),
      fc.string({ unit: "grapheme" }),
      ([width = 16, height = 16], name) => {
        const data = createFrameDrawer({ width, height, fps: 29.97, name })({
          sequence: 2 ** 40,
          timestamp: Number.MAX_SAFE_INTEGER,
        });
        expect(data.length).toBe(width * height * 3);
      },
    ),
  );
});

test("frames from 160 pixels of width have a code, in every common aspect ratio", () => {
  for (const ratio of [9 / 16, 3 / 4, 1, 4 / 3, 16 / 9]) {
    for (let width = 160; width <= 4000; width += 1) {
      const layout = codeLayoutFor(width, Math.round(width * ratio));
      expect(layout?.cell, `${width} x ${Math.round(width * ratio)}`).toBeGreaterThanOrEqual(5);
    }
  }
  expect(codeLayoutFor(159, 120)).toBeUndefined();
  expect(codeLayoutFor(1280, 100)).toBeUndefined();
});

test("a frame at 720p has about as many bytes as JPEG as one of a camera", async () => {
  const data = createFrameDrawer(hd)({ sequence: 4217, timestamp: 1_790_000_000_123_456 });
  const jpeg = await sharp(data, { raw: { width: 1280, height: 720, channels: 3 } })
    .jpeg({ quality: 80 })
    .toBuffer();
  expect(jpeg.length).toBeGreaterThan(35_000);
  expect(jpeg.length).toBeLessThan(120_000);
});
