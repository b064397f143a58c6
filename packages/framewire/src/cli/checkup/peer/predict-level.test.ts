import { ladder } from "@framewire/codec/ladder";
import { expect, it } from "vitest";
import { type CameraStream, predictLevel, streetCameras } from "./predict-level.ts";

const [street] = streetCameras as readonly [CameraStream];
const bitsOf = ({ bytes, fps }: CameraStream): number => bytes * 8 * fps;

it("the best level fits at a utilisation of at most 0.88", () => {
  expect(predictLevel(street, { bitsPerSecond: bitsOf(street) / 0.87, rttMs: 1 })).toEqual({
    level: 0,
    quality: 80,
    width: 1280,
    height: 720,
    fps: 30,
  });
  expect(predictLevel(street, { bitsPerSecond: bitsOf(street) / 0.89, rttMs: 1 }).level).toBe(1);
});

it("less bandwidth gives a lower level, never a higher one", () => {
  let last = 0;
  for (let bitsPerSecond = 2 * bitsOf(street); bitsPerSecond > 100_000; bitsPerSecond *= 0.9) {
    const { level, width } = predictLevel(street, { bitsPerSecond, rttMs: 20 });
    expect(level).toBeGreaterThanOrEqual(last);
    expect(width).toBe(Math.round(1280 * (ladder[level]?.scale ?? 0)));
    last = level;
  }
  expect(last).toBe(ladder.length - 1);
});

it("frames that do not fit at the last level have a lower frame rate", () => {
  const { level, fps } = predictLevel(street, { bitsPerSecond: 400_000, rttMs: 20 });
  expect(level).toBe(ladder.length - 1);
  expect(fps).toBeGreaterThan(1);
  expect(fps).toBeLessThan(30);
  expect(predictLevel(street, { bitsPerSecond: 0, rttMs: 20 }).fps).toBe(0);
});

it("a longer round trip leaves less time for each frame", () => {
  const bitsPerSecond = bitsOf(street) / 0.8;
  expect(predictLevel(street, { bitsPerSecond, rttMs: 20 }).level).toBe(0);
  expect(predictLevel(street, { bitsPerSecond, rttMs: 240 }).level).toBeGreaterThan(0);
});
