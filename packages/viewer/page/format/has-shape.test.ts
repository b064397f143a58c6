import { expect, it } from "vitest";
import { isOfShape } from "./has-shape.ts";

it.each([
  [1280, 720, 16 / 9, true],
  [36, 20, 16 / 9, true],
  [30, 16, 16 / 9, true],
  [640, 480, 16 / 9, false],
  [720, 1280, 16 / 9, false],
  // A large picture corrects what a small one has said.
  [640, 360, 30 / 16, false],
  [640, 360, 0, false],
])("%d by %d pixels, of the shape %d: %s", (width, height, aspect, is) => {
  expect(isOfShape({ width, height }, aspect)).toBe(is);
});
