import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WindowedMin } from "./windowed-min.ts";

describe("the lowest value", () => {
  it("is undefined at first", () => {
    const lowest = new WindowedMin(10);
    expect(lowest.value).toBeUndefined();
    expect(lowest.at).toBe(Number.NEGATIVE_INFINITY);
  });

  it("is the newest of those that are equal", () => {
    const lowest = new WindowedMin(10);
    lowest.add(5, 1);
    lowest.add(5, 4);
    lowest.add(6, 5);
    expect([lowest.value, lowest.at]).toEqual([5, 4]);
  });

  it("is the lowest of the values since a while before the last", () => {
    const values = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 9 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(values, (steps) => {
        const lowest = new WindowedMin(25);
        const all: { value: number; at: number }[] = [];
        let at = 0;
        for (const [value, pause] of steps) {
          at += pause;
          all.push({ value, at });
          lowest.add(value, at);
          const recent = all.filter((one) => at - one.at <= 25);
          expect(lowest.value).toBe(Math.min(...recent.map((one) => one.value)));
        }
      }),
      { seed: 1 },
    );
  });
});
