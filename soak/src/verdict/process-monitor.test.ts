import { expect, test } from "vitest";
import { slope } from "./process-monitor.ts";

test("the slope is that of the line, and 0 where nothing changes", () => {
  expect(slope([10, 11, 12, 13].map((at) => ({ at, bytes: 500 + 20 * at })))).toBeCloseTo(20);
  expect(slope([1, 2, 3].map((at) => ({ at, bytes: 7 })))).toBe(0);
  expect(slope([{ at: 1, bytes: 7 }])).toBe(0);
});
