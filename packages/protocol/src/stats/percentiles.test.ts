import { describe, expect, it } from "vitest";
import { PercentileMeter } from "./percentiles.ts";

describe("PercentileMeter", () => {
  it("reads the nearest ranks of the recent values", () => {
    const ages = new PercentileMeter();
    expect(ages.read(0)).toBeUndefined();
    ages.add(7, 0);
    expect(ages.read(0)).toEqual({ p50: 7, p95: 7, max: 7 });
    for (let value = 10_000; value > 0; value--) ages.add(value, 1_000_000);
    // The latest 160: 160 to 1.
    expect(ages.read(1_000_000)).toEqual({ p50: 80, p95: 152, max: 160 });
    // None within the last five seconds.
    expect(ages.read(6_000_001)).toBeUndefined();
  });
});
