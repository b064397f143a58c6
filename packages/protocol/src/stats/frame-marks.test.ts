import { expect, it } from "vitest";
import { FrameMarks } from "./frame-marks.ts";

it("returns once when a frame reached its latest stage", () => {
  const marks = new FrameMarks();
  marks.set(7, 1000);
  marks.set(8, 2000);
  expect(marks.take(7)).toBe(1000);
  expect(marks.take(7)).toBeUndefined();
  marks.set(7, 3000);
  expect(marks.take(7)).toBe(3000);
  expect(marks.take(8)).toBe(2000);
});

it("forgets all but the latest 32 frames", () => {
  const marks = new FrameMarks();
  for (let sequence = 0; sequence < 40; sequence++) marks.set(sequence, sequence);
  expect(marks.take(7)).toBeUndefined();
  expect(marks.take(8)).toBe(8);
});
