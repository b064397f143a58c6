import fc from "fast-check";
import { expect, it } from "vitest";
import { backoffDelay } from "./backoff.ts";

it("doubles up to its bound, and waits between half and all of it", () => {
  const longest = [1, 2, 3, 4, 5, 6, 7, 5000].map((failures) => backoffDelay(failures, {}, () => 1));
  expect(longest).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
  expect(backoffDelay(3, {}, () => 0)).toBe(500);
  expect(backoffDelay(9, { initialMs: 10, maxMs: 40 }, () => 1)).toBe(40);
});

it("stays between half and all of its bounds, for any number of failures", () => {
  const bound = fc.integer({ min: 1, max: 100_000 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), bound, bound, (failures, initialMs, maxMs) => {
      const full = Math.min(initialMs * 2 ** (failures - 1), maxMs);
      const wait = backoffDelay(failures, { initialMs, maxMs });
      expect(wait).toBeGreaterThanOrEqual(full / 2);
      expect(wait).toBeLessThanOrEqual(full);
    }),
  );
});

it("spreads many clients", () => {
  const waits = Array.from({ length: 100 }, () => backoffDelay(10));
  expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(1000);
});
