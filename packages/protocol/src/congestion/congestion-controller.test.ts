import { describe, expect, it } from "vitest";
import { losses, type PathOptions, type Run, randomNumbers, simulate } from "../../testing/simulated-path.ts";

/** The relative bytes of the ladder, and the true ones of its levels. */
const levels = [1, 0.75, 0.56, 0.42, 0.32, 0.24, 0.18, 0.13, 0.1, 0.075];
const trueRelativeBytes = [1, 0.5, 0.36, 0.27, 0.2, 0.15, 0.11, 0.085, 0.065, 0.05];

/** Bytes of a frame of the footage, 768x576 at full quality. */
const frame = 68_000;
const fps = 30;

/** Payload of a link in bytes per second: its rate in Mbit/s without the packet headers. */
const mbit = (rate: number): number => rate * 120_000;

function path(options: Partial<PathOptions>): PathOptions {
  const relativeBytes = options.levels ?? trueRelativeBytes;
  return {
    bytesPerSecond: mbit(100),
    roundTripMs: 2,
    levels,
    frameBytes: (level) => frame * (relativeBytes[level] ?? 1),
    fps: () => fps,
    ...options,
  };
}

/** The best level at which a frame is transmitted before the next is captured. */
function bestThatFits(bytesPerSecond: number): number {
  const fitting = trueRelativeBytes.findIndex((relative) => (frame * relative) / bytesPerSecond <= 1 / fps);
  return fitting < 0 ? trueRelativeBytes.length - 1 : fitting;
}

/** The fraction of the frames between two times that had one of these levels. */
function fractionAt(run: Run, wanted: readonly number[], fromMs: number, toMs: number): number {
  const all = run.levels(fromMs, toMs);
  return all.filter((level) => wanted.includes(level)).length / all.length;
}

/** Number of level changes between two times. */
function changes(run: Run, fromMs: number, toMs: number): number {
  const all = run.levels(fromMs, toMs);
  return all.filter((level, index) => index > 0 && level !== all[index - 1]).length;
}

/** Sizes that vary by a fifth, either way. */
function noisy(seed: number): (level: number) => number {
  const random = randomNumbers(seed);
  return (level) => frame * (trueRelativeBytes[level] ?? 1) * (0.8 + 0.4 * random());
}

const bounded = { latency: 150, from: 3_000, to: 30_000 };

interface Row {
  readonly link: string;
  /** Mbit/s. */
  readonly rate: number;
  readonly roundTripMs: number;
  /** The goals: highest p95 of the age in milliseconds, lowest frame rate. */
  readonly age: number;
  readonly pace: number;
  readonly extraMs?: () => PathOptions["extraMs"];
}

const rows: readonly Row[] = [
  { link: "100 Mbit/s, 1 ms", rate: 100, roundTripMs: 2, age: 15, pace: 29.5 },
  { link: "20 Mbit/s, 20 ms", rate: 20, roundTripMs: 40, age: 70, pace: 29 },
  { link: "8 Mbit/s, 20 ms", rate: 8, roundTripMs: 40, age: 110, pace: 28 },
  { link: "8 Mbit/s, 100 ms", rate: 8, roundTripMs: 200, age: 200, pace: 27 },
  { link: "2 Mbit/s, 40 ms", rate: 2, roundTripMs: 80, age: 170, pace: 20 },
  {
    link: "8 Mbit/s, 30 ms, 1 % loss",
    rate: 8,
    roundTripMs: 60,
    age: 250,
    pace: 22,
    extraMs: () => losses(0.01, 60, 1),
  },
];

describe("the controller, on links of every kind", () => {
  describe.each(rows)("$link", ({ link, rate, roundTripMs, age, pace, extraMs }) => {
    const { from, to } = bounded;
    const best = bestThatFits(mbit(rate));
    const options = (): Partial<PathOptions> => {
      const extra = extraMs?.();
      return { bytesPerSecond: mbit(rate), roundTripMs, ...(extra && { extraMs: extra }) };
    };

    it(`keeps the age under ${age} ms at ${pace} fps, at the best level that fits or the next`, () => {
      const run = simulate(path(options()), to);
      expect(run.age(0.95, from, to)).toBeLessThanOrEqual(age);
      expect(run.rate(from, to)).toBeGreaterThanOrEqual(pace);
      expect(fractionAt(run, [best, best + 1], from, to)).toBeGreaterThan(extraMs ? 0.8 : 0.95);
      if (link.startsWith("100")) expect(fractionAt(run, [0], 0, to)).toBe(1);
    });

    it("does so without the arrival times of frames", () => {
      const run = simulate(path({ ...options(), sendsReceivedAt: false }), to);
      expect(run.age(0.95, from, to)).toBeLessThanOrEqual(age);
      expect(run.rate(from, to)).toBeGreaterThanOrEqual(pace);
    });

    it("does so with frames whose sizes vary by a fifth", () => {
      const run = simulate(path({ ...options(), frameBytes: noisy(7) }), to);
      expect(run.age(0.95, from, to)).toBeLessThanOrEqual(age);
      expect(run.rate(from, to)).toBeGreaterThanOrEqual(pace);
      expect(fractionAt(run, [best - 1, best, best + 1, best + 2], from, to)).toBeGreaterThan(0.9);
      expect(changes(run, from, to)).toBeLessThanOrEqual(8);
    });
  });

  it("keeps the age under the target at fixed quality on 8 Mbit/s, at the frame rate that the link allows", () => {
    const run = simulate(path({ bytesPerSecond: mbit(8), roundTripMs: 40, levels: [1] }), 30_000);
    expect(run.age(0.95, 3_000, 30_000)).toBeLessThanOrEqual(150);
    expect(run.rate(3_000, 30_000)).toBeGreaterThanOrEqual(12);
  });

  it("still does so after 90 s", () => {
    const run = simulate(path({ bytesPerSecond: mbit(8), roundTripMs: 40, levels: [1] }), 90_000);
    expect(run.age(0.95, 30_000, 90_000)).toBeLessThanOrEqual(140);
    expect(run.controller.minRtt).toBeLessThan(45_000);
  });

  it("lowers the level for a scene that doubles the bytes, and raises it afterwards", () => {
    const busy = (at: number): boolean => at >= 10_000 && at < 20_000;
    const run = simulate(
      path({
        bytesPerSecond: mbit(20),
        roundTripMs: 40,
        frameBytes: (level, at) => frame * (trueRelativeBytes[level] ?? 1) * (busy(at) ? 2 : 1),
      }),
      30_000,
    );
    expect(run.age(0.95, 11_500, 20_000)).toBeLessThanOrEqual(150);
    expect(run.rate(11_500, 20_000)).toBeGreaterThanOrEqual(28);
    expect(fractionAt(run, [bestThatFits(mbit(10)), bestThatFits(mbit(10)) + 1], 13_000, 20_000)).toBeGreaterThan(0.9);
    expect(fractionAt(run, [0], 26_000, 30_000)).toBe(1);
    expect(run.age(0.95, 21_500, 30_000)).toBeLessThanOrEqual(70);
  });
});

describe("the controller, on a link that changes", () => {
  it("is under 170 ms again within 1.5 s of a step down and up, and at full quality within 6 s", () => {
    const rate = (at: number): number => mbit(at < 10_000 || at >= 20_000 ? 20 : 2);
    const run = simulate(path({ bytesPerSecond: rate, roundTripMs: 40 }), 32_000);
    for (const step of [10_000, 20_000]) {
      expect(run.age(1, step + 1_500, step + 10_000)).toBeLessThanOrEqual(170);
      expect(run.rate(step + 1_500, step + 10_000)).toBeGreaterThanOrEqual(20);
    }
    const low = bestThatFits(mbit(2));
    expect(fractionAt(run, [low, low + 1], 12_000, 20_000)).toBeGreaterThan(0.9);
    expect(fractionAt(run, [0], 26_000, 32_000)).toBe(1);
  });

  it("does not follow a rate that changes all the time", () => {
    const rate = (at: number): number => mbit(at % 2_000 < 1_200 ? 20 : 4);
    const run = simulate(path({ bytesPerSecond: rate, roundTripMs: 40 }), 60_000);
    expect(changes(run, 20_000, 60_000)).toBeLessThanOrEqual(30);
    expect(run.age(0.95, 20_000, 60_000)).toBeLessThanOrEqual(150);
  });

  it.each([8, 20, 100])("recovers from a cut of 5 s at %i Mbit/s, and sends little during it", (mbits) => {
    const rate = (at: number): number => (at >= 10_000 && at < 15_000 ? 0 : mbit(mbits));
    const run = simulate(path({ bytesPerSecond: rate, roundTripMs: 40 }), 30_000);
    const before = run.levels(5_000, 10_000);
    expect(run.age(1, 16_500, 30_000)).toBeLessThanOrEqual(150);
    expect(run.rate(16_000, 30_000)).toBeGreaterThanOrEqual(28);
    expect(run.sent.filter(({ at }) => at > 10_100 && at < 14_900).length).toBeLessThanOrEqual(12);
    // A fresh frame arrives within a second of the end of the cut, and the level is as good as before within six.
    expect(run.arrived.some(({ at, age }) => at < 16_000 && at >= 15_000 && age < 150)).toBe(true);
    expect(run.levels(21_000, 30_000).every((level) => level <= (before.at(-1) ?? 0))).toBe(true);
  });

  it("adapts to a round trip that becomes longer and shorter again", () => {
    const longer = (at: number): boolean => at >= 10_000 && at < 30_000;
    const run = simulate(path({ bytesPerSecond: mbit(8), roundTripMs: (at) => (longer(at) ? 120 : 20) }), 50_000);
    const best = bestThatFits(mbit(8));
    for (const [from, to, roundTrip] of [
      [3_000, 10_000, 20],
      [22_000, 30_000, 120],
      [42_000, 50_000, 20],
    ] as const) {
      expect(run.age(0.95, from, to)).toBeLessThanOrEqual(roundTrip / 2 + 90);
      expect(run.rate(from, to)).toBeGreaterThanOrEqual(28);
      expect(fractionAt(run, [best, best + 1], from, to)).toBeGreaterThan(0.9);
    }
    // Until then it still sends.
    expect(run.longestGap(3_000, 50_000)).toBeLessThan(1_000);
    expect(run.rate(10_000, 22_000)).toBeGreaterThan(5);
  });
});

describe("the controller, on a path with more bandwidth than the source needs", () => {
  it.each([frame, 1_000_000])("fills it with frames of %i bytes from a source that always has a frame", (bytes) => {
    const link = 1e9;
    const run = simulate(
      path({
        bytesPerSecond: link,
        roundTripMs: 0.1,
        frameBytes: bytes,
        levels: [1],
        fps: () => Number.POSITIVE_INFINITY,
      }),
      1_000,
    );
    expect(run.rate(300, 1_000) * bytes).toBeGreaterThan(0.9 * link);
    expect(run.age(0.95, 300, 1_000)).toBeLessThan(15);
  });

  it("sends 60 fps without delay on a local network", () => {
    const run = simulate(path({ bytesPerSecond: mbit(1_000), roundTripMs: 0.4, fps: () => 60 }), 10_000);
    expect(run.rate(1_000, 10_000)).toBeGreaterThan(59.5);
    expect(run.age(1, 1_000, 10_000)).toBeLessThan(5);
    expect(fractionAt(run, [0], 0, 10_000)).toBe(1);
  });
});

describe("the controller, with a slow encoder", () => {
  it.each([100, 400, 2_000])("keeps the best level on an idle link, where encoding takes %i ms", (encoding) => {
    const run = simulate(path({ bytesPerSecond: mbit(110), roundTripMs: 0.4, encodingMs: () => encoding }), 20_000);
    expect(fractionAt(run, [0], 0, 20_000)).toBe(1);
    expect(run.rate(5_000, 20_000)).toBeGreaterThan(29);
    expect(run.age(0.95, 5_000, 20_000)).toBeLessThan(encoding + 15);
  });

  it("still selects a level that fits on a slow link, as it does with a fast encoder", () => {
    const link = { bytesPerSecond: mbit(8), roundTripMs: 40 };
    const [slow, fast] = [path({ ...link, encodingMs: () => 800 }), path(link)].map((each) => simulate(each, 30_000));
    const best = bestThatFits(mbit(8));
    expect(fractionAt(slow as Run, [best, best + 1], 5_000, 30_000)).toBeGreaterThan(0.95);
    expect(slow?.rate(5_000, 30_000)).toBeGreaterThan(0.95 * (fast as Run).rate(5_000, 30_000));
  });

  it("selects a lower level for the latency target where that reaches it", () => {
    // Within 250 ms: 40 ms of the network, 100 ms of encoding, and half a frame interval to transmit.
    const link = { bytesPerSecond: mbit(2), roundTripMs: 40, fps: () => 5, maxLatencyMs: 250 };
    const [slow, fast] = [path({ ...link, encodingMs: () => 100 }), path(link)].map((each) => simulate(each, 30_000));
    expect(slow?.controller.level).toBeGreaterThan((fast as Run).controller.level);
    expect(slow?.age(0.95, 10_000, 30_000)).toBeLessThanOrEqual(250);
  });
});

describe("the controller, with a slow reader", () => {
  it.each([
    { mbits: 100, roundTripMs: 2 },
    { mbits: 8, roundTripMs: 40 },
  ])("sends at the rate of a reader at 10 fps, at $mbits Mbit/s", ({ mbits, roundTripMs }) => {
    const run = simulate(path({ bytesPerSecond: mbit(mbits), roundTripMs, readsPerSecond: () => 10 }), 30_000);
    const consumed = run.consumed.filter(({ at }) => at > 3_000);
    expect(consumed.length / 27).toBeGreaterThan(9);
    // A frame may have arrived just after a read.
    const ages = consumed.map(({ age }) => age).sort((a, b) => a - b);
    expect(ages[Math.floor(0.95 * ages.length)]).toBeLessThan(100 + 150);
  });

  it("sends little while the reader pauses for 5 s, and the newest frame when it reads again", () => {
    const away = (at: number): boolean => at >= 10_000 && at < 15_000;
    const run = simulate(
      path({
        bytesPerSecond: mbit(20),
        roundTripMs: 40,
        readsPerSecond: (at) => (away(at) ? 0 : Number.POSITIVE_INFINITY),
      }),
      30_000,
    );
    const sentInto = run.sent.filter(({ at }) => at > 10_100 && at < 15_000);
    expect(sentInto.length).toBeLessThanOrEqual(8);
    expect(run.consumed.some(({ at, age }) => at >= 15_000 && at < 15_500 && age < 150)).toBe(true);
    expect(run.rate(16_000, 30_000)).toBeGreaterThanOrEqual(29);
    expect(run.age(1, 16_000, 30_000)).toBeLessThanOrEqual(150);
    expect(fractionAt(run, [0], 21_000, 30_000)).toBe(1);
  });
});
