import { describe, expect, it } from "vitest";
import { RenditionSelector } from "./rendition-selector.ts";

const interval = 33_333;

function start(
  relativeBytes: readonly number[],
  bytes: readonly number[] = relativeBytes.map((relative) => relative * 60_000),
) {
  const selector = new RenditionSelector(relativeBytes);
  let at = 0;
  return {
    selector,
    /** Selects after each frame, with a bandwidth in bytes per microsecond. Returns the level after each. */
    frames(count: number, bandwidth: number, maxTransmissionTime = Number.POSITIVE_INFINITY): number[] {
      return Array.from({ length: count }, () => {
        at += interval;
        const { level } = selector;
        selector.onFrame(bytes[level] as number, level, at);
        selector.select({ bandwidth, maxTransmissionTime }, at);
        return selector.level;
      });
    },
    /** Adds frames until level 0 is selected. Returns how many. */
    untilBest(bandwidth: number): number {
      for (let count = 0; count < 2_000; count++) {
        if (selector.level === 0) return count;
        this.frames(1, bandwidth);
      }
      return Number.POSITIVE_INFINITY;
    },
  };
}

const relativeBytes = [1, 0.5, 0.25];
/** Bandwidth for all levels, and for the last only. */
const wide = 10;
const narrow = 1;

describe("the rendition selector", () => {
  it("stays at the best while there is room", () => {
    const { frames } = start(relativeBytes);
    expect(frames(100, wide)).toEqual(Array(100).fill(0));
  });

  it("lowers the level at once, as far as needed", () => {
    const { frames, selector } = start(relativeBytes);
    frames(10, wide);
    expect(frames(1, narrow)).toEqual([2]);
    expect(selector.interval).toBeCloseTo(interval);
  });

  it("selects the lowest level if none fits", () => {
    const { frames } = start(relativeBytes);
    expect(frames(30, 0.01).at(-1)).toBe(2);
  });

  it("raises the level only after there has been room for a while", () => {
    const sender = start(relativeBytes);
    sender.frames(10, wide);
    sender.frames(10, narrow);
    // A short time with room is not enough.
    expect(sender.frames(6, wide)).toEqual(Array(6).fill(2));
    expect(sender.frames(10, narrow)).toEqual(Array(10).fill(2));
    expect(sender.frames(6, wide)).toEqual(Array(6).fill(2));
    expect(sender.untilBest(wide)).toBeLessThan(60);
  });

  it("doubles the delay after each raise that was wrong, and resets it after a raise that lasted", () => {
    const sender = start(relativeBytes);
    sender.frames(10, wide);
    sender.frames(10, narrow);
    const waits = Array.from({ length: 4 }, () => {
      const wait = sender.untilBest(wide);
      sender.frames(10, narrow);
      return wait;
    });
    const [, first, second, third] = waits as [number, number, number, number];
    expect(second / first).toBeGreaterThan(1.5);
    expect(third / second).toBeGreaterThan(1.5);
    sender.untilBest(wide);
    sender.frames(600, wide);
    sender.frames(10, narrow);
    expect(sender.untilBest(wide)).toBeLessThanOrEqual(first);
  });

  it("stays at a level while 5 % of the time is free", () => {
    const sender = start([1, 0.5], [30_000, 15_000]);
    expect(sender.frames(30, 30_000 / (0.93 * interval)).at(-1)).toBe(0);
    expect(sender.frames(30, 30_000 / (1.1 * interval)).at(-1)).toBe(1);
  });

  it("measures the true relative bytes of the levels", () => {
    // By the ladder the middle level does not fit; by the frames it does.
    const light = start([1, 0.75, 0.5], [60_000, 18_000, 12_000]);
    light.frames(10, wide);
    light.frames(60, narrow);
    expect(light.selector.level).toBe(1);
    // By the ladder the middle level fits; by the frames it does not.
    const heavy = start([1, 0.4, 0.2], [60_000, 45_000, 9_000]);
    heavy.frames(10, wide);
    const last = heavy.frames(300, narrow).slice(200);
    expect(last.filter((level) => level === 2).length).toBeGreaterThan(90);
  });

  it("selects a lower level for its latency, though there is time for the frames", () => {
    const sender = start(relativeBytes);
    // 60,000 bytes take 20 ms.
    expect(sender.frames(10, 3, 25_000).at(-1)).toBe(0);
    expect(sender.frames(30, 3, 12_000).at(-1)).toBe(1);
  });

  it("does not measure a level by the frames of another", () => {
    const selector = new RenditionSelector(relativeBytes);
    for (let n = 1; n < 20; n++) {
      selector.onFrame(n % 2 === 0 ? 500_000 : 60_000, n % 2 === 0 ? 1 : 0, n * interval);
      selector.select({ bandwidth: 3, maxTransmissionTime: Number.POSITIVE_INFINITY }, n * interval);
    }
    expect(selector.level).toBe(0);
  });

  it("stays at level 0 without a ladder", () => {
    const { frames } = start([1]);
    expect(frames(30, 0.001).at(-1)).toBe(0);
  });
});
