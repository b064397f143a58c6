import { expect, it } from "vitest";
import { createAges } from "./ages.ts";

it("has the percentiles of the last five seconds, and the rate of the last two", () => {
  const ages = createAges();
  for (let index = 0; index < 300; index++) ages.add(index < 100 ? 500 : 40 + (index % 20), index * 40);
  const at = 299 * 40;
  expect(ages.percentiles(at)).toEqual({ p50: 50, p95: 59 });
  expect(ages.fps(at)).toBeCloseTo(25, 1);
  expect(ages.latest).toBe(at);
  // No further frames.
  expect(ages.fps(at + 1500)).toBeLessThan(15);
  expect(ages.fps(at + 2500)).toBe(0);
  expect(ages.percentiles(at + 5001)).toBeUndefined();
});

it("reports the ages since the last report", () => {
  const ages = createAges();
  expect(ages.recent()).toBeUndefined();
  for (const [at, age] of [30, 90, 10].entries()) ages.add(age, at);
  expect(ages.recent()).toEqual({ median: 30, max: 90 });
  expect(ages.recent()).toBeUndefined();
});

it("does not grow", () => {
  const ages = createAges();
  for (let index = 0; index < 100_000; index++) ages.add(index, 0);
  expect(ages.percentiles(0)?.p50).toBeGreaterThan(99_000);
});
