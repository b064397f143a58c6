import { expect, it } from "vitest";
import { hasShape } from "./has-shape.ts";

it.each([
  [1280, 720, 16 / 9, true],
  [36, 20, 16 / 9, true],
  [30, 16, 16 / 9, true],
  [640, 480, 16 / 9, false],
  [720, 1280, 16 / 9, false],
  // A large frame corrects the ratio of a small one.
  [640, 360, 30 / 16, false],
  [640, 360, 0, false],
])("%d by %d pixels have the aspect ratio %d: %s", (width, height, aspect, is) => {
  expect(hasShape({ width, height }, aspect)).toBe(is);
});
