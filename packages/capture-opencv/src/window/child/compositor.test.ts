import { describe, expect, it } from "vitest";
import { hue, redAndBlue, turned } from "../../../testing/jpeg.ts";
import { needsOpenCV } from "../../../testing/needs.ts";
import { loadOpenCV } from "../../binding/load-opencv.ts";
import { createCompositor } from "./compositor.ts";

const { skip, because } = needsOpenCV();

describe.skipIf(skip)(`the compositor${because}`, () => {
  it.each([
    // A frame that is reduced while it is decoded, and one that is not.
    [64, 32],
    [3200, 1600],
  ])("shows a JPEG of %ix%i upright", async (width, height) => {
    const compositor = createCompositor(loadOpenCV());
    const frame = turned(await redAndBlue(width, height));
    expect(compositor.apply({ kind: "frame", pane: "large", view: 1, frame })).toBeUndefined();
    const canvas = compositor.draw();
    expect(canvas.cols / canvas.rows).toBeCloseTo(0.5, 2);
    // OpenCV has blue first.
    const pixel = (row: number) =>
      [
        ...canvas
          .getData()
          .subarray(3 * canvas.cols * row)
          .subarray(0, 3),
      ].reverse();
    expect(hue(pixel(Math.floor(canvas.rows / 4)))).toBe(1);
    expect(hue(pixel(Math.floor((3 * canvas.rows) / 4)))).toBe(-1);
    canvas.release();
  });
});
