import { expect, it } from "vitest";
import { backoffDelay } from "./backoff.ts";

it("backoffDelay doubles up to its bound, and takes between half and all of it", () => {
  const most = [1, 2, 3, 4, 5, 6, 7, 5000].map((failures) => backoffDelay(failures, {}, () => 1));
  expect(most).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
  expect(backoffDelay(3, {}, () => 0)).toBe(500);
  expect(backoffDelay(9, { initial: 10, max: 40 }, () => 1)).toBe(40);
});
