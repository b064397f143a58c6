import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WindowedMin } from "./windowed-min.ts";

describe("the windowed minimum", () => {
  it("is undefined before the first value", () => {
    const min = new WindowedMin(10);
    expect(min.value).toBeUndefined();
    expect(min.at).toBe(Number.NEGATIVE_INFINITY);
  });

  it("is the newest of equal values", () => {
    const min = new WindowedMin(10);
    min.add(5, 1);
    min.add(5, 4);
    min.add(6, 5);
    expect([min.value, min.at]).toEqual([5, 4]);
  });

  it("is the lowest of the values within the window before the latest", () => {
    const values = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 9 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(values, (steps) => {
        const min = new WindowedMin(25);
        const all: { value: number; at: number }[] = [];
        let at = 0;
        for (const [value, pause] of steps) {
          at += pause;
          all.push({ value, at });
          min.add(value, at);
          const recent = all.filter((one) => at - one.at <= 25);
          expect(min.value).toBe(Math.min(...recent.map((one) => one.value)));
        }
      }),
      { seed: 1 },
    );
  });
});
