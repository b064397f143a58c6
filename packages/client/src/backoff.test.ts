import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { backoff } from "./backoff.ts";

afterEach(() => void vi.restoreAllMocks());

describe("backoff", () => {
  it.each([
    [0, [200, 400, 800, 1500, 1500]],
    [0.5, [150, 300, 600, 1125, 1125]],
  ])("doubles up to the maximum, less a part by chance (%d)", (chance, expected) => {
    vi.spyOn(Math, "random").mockReturnValue(chance);
    expect([1, 2, 3, 4, 5].map((attempt) => backoff(attempt))).toEqual(expected);
  });

  it("stays between a half and the whole of its bounds, for any attempt", () => {
    const bound = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), bound, bound, (attempt, firstMs, maxMs) => {
        const full = Math.min(firstMs * 2 ** (attempt - 1), maxMs);
        const wait = backoff(attempt, { firstMs, maxMs });
        expect(wait).toBeGreaterThan(full / 2);
        expect(wait).toBeLessThanOrEqual(full);
      }),
    );
  });

  it("spreads many clients", () => {
    const waits = Array.from({ length: 100 }, () => backoff(10));
    expect(Math.max(...waits) - Math.min(...waits)).toBeGreaterThan(300);
  });
});
