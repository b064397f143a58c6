import { describe, expect, it } from "vitest";
import { RenditionSelector } from "./rendition-selector.ts";

const interval = 33_333;

/** A choice of levels whose frames have these bytes, at thirty frames a second. */
function start(shares: readonly number[], bytes: readonly number[] = shares.map((share) => share * 60_000)) {
  const choice = new RenditionSelector(shares);
  let at = 0;
  return {
    choice,
    /** Frames of the source, over a path of a capacity, in bytes a microsecond. Gives the level of each. */
    frames(count: number, capacity: number, budget = Number.POSITIVE_INFINITY): number[] {
      return Array.from({ length: count }, () => {
        at += interval;
        const { level } = choice;
        choice.offered(bytes[level] as number, level, at);
        choice.decide({ capacity, budget }, at);
        return choice.level;
      });
    },
    /** How many frames it takes to be at level 0 again. */
    untilBest(capacity: number): number {
      for (let count = 0; count < 2_000; count++) {
        if (choice.level === 0) return count;
        this.frames(1, capacity);
      }
      return Number.POSITIVE_INFINITY;
    },
  };
}

const shares = [1, 0.5, 0.25];
/** Room for all of them, and for the last only. */
const wide = 10;
const narrow = 1;

describe("the choice of a level", () => {
  it("stays at the best while there is room", () => {
    const { frames } = start(shares);
    expect(frames(100, wide)).toEqual(Array(100).fill(0));
  });

  it("goes down at once, as far as it must", () => {
    const { frames, choice } = start(shares);
    frames(10, wide);
    expect(frames(1, narrow)).toEqual([2]);
    expect(choice.interval).toBeCloseTo(interval);
  });

  it("takes the lowest if none fits", () => {
    const { frames } = start(shares);
    expect(frames(30, 0.01).at(-1)).toBe(2);
  });

  it("goes up only when there has been room for a while", () => {
    const sender = start(shares);
    sender.frames(10, wide);
    sender.frames(10, narrow);
    // A short spell of room is none.
    expect(sender.frames(6, wide)).toEqual(Array(6).fill(2));
    expect(sender.frames(10, narrow)).toEqual(Array(10).fill(2));
    expect(sender.frames(6, wide)).toEqual(Array(6).fill(2));
    expect(sender.untilBest(wide)).toBeLessThan(60);
  });

  it("waits twice as long after each disappointment, and as long as at first after a good while", () => {
    const sender = start(shares);
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

  it("does not leave a level for a moment's lack of room below a twentieth", () => {
    const sender = start([1, 0.5], [30_000, 15_000]);
    expect(sender.frames(30, 30_000 / (0.93 * interval)).at(-1)).toBe(0);
    expect(sender.frames(30, 30_000 / (1.1 * interval)).at(-1)).toBe(1);
  });

  it("learns what the levels truly take", () => {
    // The ladder says that the middle level does not fit; the picture, that it does.
    const light = start([1, 0.75, 0.5], [60_000, 18_000, 12_000]);
    light.frames(10, wide);
    light.frames(60, narrow);
    expect(light.choice.level).toBe(1);
    // The ladder says that the middle level fits; the picture, that it does not.
    const heavy = start([1, 0.4, 0.2], [60_000, 45_000, 9_000]);
    heavy.frames(10, wide);
    const last = heavy.frames(300, narrow).slice(200);
    expect(last.filter((level) => level === 2).length).toBeGreaterThan(90);
  });

  it("takes a lower level for its latency, though there is time for the frames", () => {
    const sender = start(shares);
    // 60,000 bytes take 20 ms.
    expect(sender.frames(10, 3, 25_000).at(-1)).toBe(0);
    expect(sender.frames(30, 3, 12_000).at(-1)).toBe(1);
  });

  it("does not judge a level by the frames of another", () => {
    const choice = new RenditionSelector(shares);
    for (let n = 1; n < 20; n++) {
      choice.offered(n % 2 === 0 ? 500_000 : 60_000, n % 2 === 0 ? 1 : 0, n * interval);
      choice.decide({ capacity: 3, budget: Number.POSITIVE_INFINITY }, n * interval);
    }
    expect(choice.level).toBe(0);
  });

  it("has nothing to choose without a ladder", () => {
    const { frames } = start([1]);
    expect(frames(30, 0.001).at(-1)).toBe(0);
  });
});
