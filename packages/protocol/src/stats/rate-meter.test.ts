import { expect, it } from "vitest";
import { RateMeter } from "./rate-meter.ts";

it("counts frames and bytes in total, and per second over the last two seconds", () => {
  const meter = new RateMeter();
  expect(meter.read(5_000_000)).toEqual({ fps: 0, bitrate: 0 });
  for (let frame = 0; frame < 150; frame++) meter.add(1_000, 10_000_000 + (frame * 1_000_000) / 30);
  const { fps, bitrate } = meter.read(15_000_000);
  expect(fps).toBeGreaterThan(28);
  expect(fps).toBeLessThan(32);
  expect(bitrate).toBeCloseTo(fps * 8_000);
  expect([meter.frames, meter.bytes]).toEqual([150, 150_000]);
  expect(meter.read(18_000_000)).toEqual({ fps: 0, bitrate: 0 });
});

it("divides by the time since the first frame while that is shorter", () => {
  const meter = new RateMeter();
  for (let frame = 0; frame < 15; frame++) meter.add(1_000, 7_000_000 + (frame * 1_000_000) / 30);
  expect(meter.read(7_500_000).fps).toBeCloseTo(30);
});
