import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLiveClock, maxDelay } from "./live-clock.ts";

/** A frame of a camera: when it was captured and when it arrived, in seconds. */
interface Frame {
  readonly captured: number;
  readonly arrived: number;
}

/** A minute of frames over a network whose delay varies by 30 ms. */
function frames({ fps = 10, delays = [0.02, 0.05, 0.03, 0.04, 0.02, 0.05, 0.05] } = {}): readonly Frame[] {
  let arrived = 0;
  return Array.from({ length: 60 * fps }, (_, i) => {
    arrived = Math.max(arrived, i / fps + (delays[i % delays.length] ?? 0));
    return { captured: i / fps, arrived };
  });
}

/** Returns the age of each frame at its arrival, in milliseconds, where the camera stamps frame `i` with `stamp(i, captured)`. */
function ages(from: readonly Frame[], stamp: (i: number, captured: number) => number): number[] {
  const clock = createLiveClock();
  return from.map(({ captured, arrived }, i) => {
    const at = Math.round(arrived * 1e6);
    return (at - clock(Math.round(stamp(i, captured) * 1e6), at)) / 1000;
  });
}

/** The stamps of a camera whose clock is right. */
const right = (_: number, captured: number): number => captured;

describe("capture times of a live stream", () => {
  it("keep the spacing of the camera's clock, and have the delay of its fastest frame", () => {
    const clock = createLiveClock();
    const arrivals = [1_000_000, 1_080_000, 1_150_000, 1_200_000, 1_279_000];
    const times = arrivals.map((arrived, i) => clock(i * 80_000, arrived));
    expect(times.map((time, i) => (arrivals[i] ?? 0) - time)).toEqual([0, 0, 0, 0, 0]);
    // Late by 60 ms: captured when it was due, within what a slow clock would explain.
    const late = clock(400_000, 1_419_000);
    expect(late).toBeGreaterThanOrEqual(1_359_000);
    expect(late).toBeLessThan(1_370_000);
  });

  it("show how late a frame arrived, up to a limit, and then again how fast the following ones are", () => {
    const held = frames().map((frame, i) => (i >= 300 && i < 304 ? { ...frame, arrived: 30.43 } : frame));
    const measured = ages(held, right);
    expect(measured[300]).toBeGreaterThan(350);
    expect(measured[300]).toBeLessThan(430);
    expect(Math.max(...measured.slice(304))).toBeLessThan(40);
    const stalled = frames().map((frame, i) => (i >= 300 && i < 360 ? { ...frame, arrived: 36 } : frame));
    expect(Math.max(...ages(stalled, right))).toBeLessThanOrEqual(maxDelay / 1000);
  });

  it.each<[string, (i: number, captured: number) => number]>([
    ["right", right],
    ["hours ahead in one frame of twenty", (i, t) => (i % 20 === 19 ? t + 20_000 : t)],
    [
      "hours ahead in one frame of twenty, and stopped until the time has come",
      (i, t) => (i < 19 ? t : 20_002 + i * 1e-5 + 2 * Math.floor(i / 20)),
    ],
    ["hours ahead from the tenth second on", (_, t) => (t < 10 ? t : t + 20_000)],
    ["5 s back at the tenth second", (_, t) => (t < 10 ? t : t - 5)],
    ["at rest for 5 s after the tenth second", (_, t) => (t < 10 ? t : t < 15 ? 10 + (t - 10) * 1e-4 : t)],
    ["at rest for ever", () => 7],
    ["of the whole second", (_, t) => Math.floor(t)],
    ["for 25 frames a second, where there are 10", (i) => i / 25],
    ["for 10 frames a second, where there are 25", (_, t) => 2.5 * t],
    ["running backwards", (_, t) => 1000 - t],
    ["5 % slow", (_, t) => 0.95 * t],
    ["2 % slow", (_, t) => 0.98 * t],
    ["2 % fast", (_, t) => 1.02 * t],
    ["5 % fast", (_, t) => 1.05 * t],
  ])("have a believable age where the camera's clock is %s", (_, stamp) => {
    const measured = ages(frames(), stamp).sort((one, other) => one - other);
    expect(measured[0]).toBeGreaterThanOrEqual(-0.001);
    // Two frames may pass before a clock is known to be wrong.
    expect(measured.at(-1)).toBeLessThan(250);
    expect(measured[Math.floor(measured.length / 2)]).toBeLessThan(60);
  });

  it("increase, and are never later than the arrival nor long before it, whatever the camera stamps", () => {
    const step = fc.record({ pts: fc.integer({ min: -1e13, max: 1e13 }), wait: fc.integer({ min: 10, max: 20e6 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50 }), (steps) => {
        const clock = createLiveClock();
        let arrived = 1e15;
        let last = 0;
        for (const { pts, wait } of steps) {
          arrived += wait;
          const time = clock(pts, arrived);
          expect(time).toBeGreaterThan(last);
          expect(time).toBeLessThanOrEqual(arrived);
          expect(time).toBeGreaterThanOrEqual(arrived - maxDelay - 1);
          last = time;
        }
      }),
    );
  });
});
