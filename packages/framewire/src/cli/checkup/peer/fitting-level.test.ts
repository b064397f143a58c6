import { ladder } from "@framewire/codec/ladder";
import { expect, it } from "vitest";
import { fittingLevel, streets, type Wish } from "./fitting-level.ts";

const [street] = streets as readonly [Wish];
const bitsOf = ({ bytes, fps }: Wish): number => bytes * 8 * fps;

it("the best level fits with an eighth of the time to spare, and not without", () => {
  expect(fittingLevel(street, { bitsPerSecond: bitsOf(street) / 0.87, rttMs: 1 })).toEqual({
    level: 0,
    quality: 80,
    width: 1280,
    height: 720,
    fps: 30,
  });
  expect(fittingLevel(street, { bitsPerSecond: bitsOf(street) / 0.89, rttMs: 1 }).level).toBe(1);
});

it("less room is a lower level, never a higher one", () => {
  let last = 0;
  for (let bitsPerSecond = 2 * bitsOf(street); bitsPerSecond > 100_000; bitsPerSecond *= 0.9) {
    const { level, width } = fittingLevel(street, { bitsPerSecond, rttMs: 20 });
    expect(level).toBeGreaterThanOrEqual(last);
    expect(width).toBe(Math.round(1280 * (ladder[level]?.scale ?? 0)));
    last = level;
  }
  expect(last).toBe(ladder.length - 1);
});

it("what does not fit even at the lowest level comes less often", () => {
  const { level, fps } = fittingLevel(street, { bitsPerSecond: 400_000, rttMs: 20 });
  expect(level).toBe(ladder.length - 1);
  expect(fps).toBeGreaterThan(1);
  expect(fps).toBeLessThan(30);
  expect(fittingLevel(street, { bitsPerSecond: 0, rttMs: 20 }).fps).toBe(0);
});

it("a long way leaves less time for each picture", () => {
  const bitsPerSecond = bitsOf(street) / 0.8;
  expect(fittingLevel(street, { bitsPerSecond, rttMs: 20 }).level).toBe(0);
  expect(fittingLevel(street, { bitsPerSecond, rttMs: 240 }).level).toBeGreaterThan(0);
});
