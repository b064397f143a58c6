import { expect, it } from "vitest";
import { createAges } from "./ages.ts";

it("knows the spread of the last five seconds, and the rate of the last two", () => {
  const ages = createAges();
  for (let index = 0; index < 300; index++) ages.add(index < 100 ? 500 : 40 + (index % 20), index * 40);
  const at = 299 * 40;
  expect(ages.spread(at)).toEqual({ p50: 50, p95: 59 });
  expect(ages.fps(at)).toBeCloseTo(25, 1);
  expect(ages.latest).toBe(at);
  // Nothing comes any more.
  expect(ages.fps(at + 1500)).toBeLessThan(15);
  expect(ages.fps(at + 2500)).toBe(0);
  expect(ages.spread(at + 5001)).toBeUndefined();
});

it("tells what came since it was asked last", () => {
  const ages = createAges();
  expect(ages.recent()).toBeUndefined();
  for (const [at, age] of [30, 90, 10].entries()) ages.add(age, at);
  expect(ages.recent()).toEqual({ typical: 30, worst: 90 });
  expect(ages.recent()).toBeUndefined();
});

it("does not grow", () => {
  const ages = createAges();
  for (let index = 0; index < 100_000; index++) ages.add(index, 0);
  expect(ages.spread(0)?.p50).toBeGreaterThan(99_000);
});
