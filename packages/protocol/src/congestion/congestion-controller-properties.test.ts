import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { losses, type PathOptions, type Run, randomNumbers, simulate } from "../../testing/simulated-path.ts";

/** A link as a counterexample prints it. */
interface Link {
  /** Bytes per second. */
  readonly rate: number;
  readonly roundTripMs: number;
  /** Highest extra delay of a frame. */
  readonly jitterMs: number;
  /** The probability that a packet is lost. */
  readonly loss: number;
  /** The factor on the rate from each of these times on, in milliseconds. */
  readonly changes: readonly (readonly [at: number, factor: number])[];
  readonly fps: number;
  readonly maxLatencyMs: number;
  /** Size of a frame at the best level. */
  readonly bytes: number;
  readonly ladder: readonly number[];
  /** The true relative bytes of a level are those of the ladder to this power, */
  readonly power: number;
  /** times the factor of the level. */
  readonly quirks: readonly number[];
  readonly sendsReceivedAt: boolean;
  readonly seed: number;
}

/** A number in a range, with a uniform distribution of its logarithm. */
const decades = (least: number, most: number): fc.Arbitrary<number> =>
  fc
    .double({ min: Math.log(least), max: Math.log(most), noNaN: true })
    .map((value) => Number(Math.exp(value).toPrecision(3)));

/** Each level has 0.55, 0.65 or 0.75 of the bytes of the level above it. */
const ladders = fc.array(fc.constantFrom(0.55, 0.65, 0.75), { maxLength: 10 }).map((steps) => {
  const ladder = [1];
  for (const step of steps) ladder.push((ladder.at(-1) as number) * step);
  return ladder;
});

/** Longest transmission of a frame, in seconds. A peer that answers later would count as lost. */
const longestFrame = 2;

const steady: fc.Arbitrary<Link> = fc
  .record({
    rate: decades(0.3, 1_000).map((mbits) => mbits * 120_000),
    roundTripMs: decades(0.2, 400),
    jitterMs: fc.constant(0),
    loss: fc.constant(0),
    changes: fc.constant([]),
    fps: fc.integer({ min: 5, max: 60 }),
    maxLatencyMs: fc.integer({ min: 50, max: 1_000 }),
    bytes: decades(2_000, 400_000).map(Math.round),
    ladder: ladders,
    power: fc.double({ min: 0.8, max: 1.5, noNaN: true }),
    quirks: fc.array(fc.double({ min: 0.9, max: 1.1, noNaN: true }), { minLength: 10, maxLength: 10 }),
    sendsReceivedAt: fc.boolean(),
    seed: fc.nat({ max: 2 ** 31 }),
  })
  .map((link): Link => ({ ...link, bytes: Math.min(link.bytes, longestFrame * link.rate) }));

/** With jitter, losses and changes of the rate. */
const wild: fc.Arbitrary<Link> = fc
  .record({
    link: steady,
    jitterMs: fc.oneof(fc.constant(0), decades(0.1, 60)),
    loss: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.03, noNaN: true })),
    changes: fc.array(fc.tuple(fc.integer({ min: 1_000, max: 12_000 }), fc.constantFrom(0, 0.05, 0.2, 0.5, 1, 2, 5)), {
      maxLength: 4,
    }),
  })
  .map(({ link, changes, ...rest }) => ({
    ...link,
    ...rest,
    changes: changes.toSorted(([a], [b]) => a - b),
  }));

/** The true relative bytes of each level: always less than those of the level above it. */
function trueRelativeBytes({ ladder, power, quirks }: Link): readonly number[] {
  return ladder.map((relative, level) => (level === 0 ? 1 : relative ** power * (quirks[level - 1] as number)));
}

function rateOf({ rate, changes }: Link): PathOptions["bytesPerSecond"] {
  if (changes.length === 0) return rate;
  return (at) => rate * (changes.findLast(([from]) => from <= at)?.[1] ?? 1);
}

function run(link: Link, untilMs: number): Run {
  const relativeBytes = trueRelativeBytes(link);
  const random = randomNumbers(link.seed);
  const lost = losses(link.loss, link.roundTripMs, link.seed);
  return simulate(
    {
      bytesPerSecond: rateOf(link),
      roundTripMs: link.roundTripMs,
      extraMs: (frame, bytes) => lost(frame, bytes) + random() * link.jitterMs,
      frameBytes: (level) => link.bytes * (relativeBytes[level] as number),
      levels: link.ladder,
      fps: () => link.fps,
      maxLatencyMs: link.maxLatencyMs,
      sendsReceivedAt: link.sendsReceivedAt,
    },
    untilMs,
  );
}

/** The same links in each run. A counterexample is printed with the path that reproduces it. */
const seed = 20_250_603;

/** When the nth frame arrived; -1 if it has not. */
const arrivedAt = ({ arrived }: Run, index: number): number => arrived[index]?.at ?? -1;

describe("the controller, on any link", () => {
  it("never has more in flight than the congestion window, except for a single frame", () => {
    fc.assert(
      fc.property(wild, (link) => {
        for (const { inFlight, congestionWindow, bytes, at } of run(link, 15_000).sent) {
          if (inFlight > congestionWindow && inFlight > bytes)
            expect.fail(`${inFlight} bytes of ${congestionWindow} at ${at} ms`);
        }
      }),
      { seed, numRuns: 150 },
    );
  });

  it("has at most a bandwidth-delay product, 60 ms and 2.5 frames in flight on a steady link", () => {
    fc.assert(
      fc.property(steady, (link) => {
        const relativeBytes = trueRelativeBytes(link);
        for (const { inFlight, bytes, level, at } of run(link, 10_000).sent) {
          if (at < 4_000) continue;
          const most =
            link.rate * ((1.2 * link.roundTripMs + 60) / 1000) + 2.5 * link.bytes * (relativeBytes[level] as number);
          if (inFlight > most && inFlight > bytes) expect.fail(`${inFlight} bytes and not ${most} at ${at} ms`);
        }
      }),
      { seed, numRuns: 150 },
    );
  });

  it("never starves: a frame waits for those in flight, and at most four round trips and half a second longer", () => {
    fc.assert(
      fc.property(wild, (link) => {
        const result = run(link, 15_000);
        for (const [index, { at }] of result.sent.entries()) {
          const arrived = arrivedAt(result, index);
          const next = result.sent[index + 1]?.at ?? 15_000;
          const allowed = arrived - at + 4 * link.roundTripMs + 500 + 1_000 / link.fps;
          if (arrived > 0 && next - at > allowed)
            expect.fail(`Nothing was sent from ${at} to ${next} ms, ${allowed} ms`);
        }
      }),
      { seed, numRuns: 150 },
    );
  });

  it("stays at the best level that fits or the next on a steady link", () => {
    fc.assert(
      fc.property(steady, (link) => {
        const { sent } = run(link, 30_000);
        const last = sent.filter(({ at }) => at > 20_000).map(({ level }) => level);
        const changes = last.filter((level, index) => index > 0 && level !== last[index - 1]).length;
        expect(changes, `changes of the level: ${last}`).toBeLessThanOrEqual(4);
        const relativeBytes = trueRelativeBytes(link);
        /** The best level whose frames take no longer than this. */
        const best = (ms: number): number => {
          const fitting = relativeBytes.findIndex((relative) => (link.bytes * relative * 1_000) / link.rate <= ms);
          return fitting < 0 ? relativeBytes.length - 1 : fitting;
        };
        const interval = 1_000 / link.fps;
        const budget = link.maxLatencyMs - link.roundTripMs / 2;
        const level = last.at(-1) as number;
        // At best the level that just fits; at worst the one after the level that fits with 5 % and 10 ms to spare.
        expect(level).toBeGreaterThanOrEqual(best(Math.min(interval, budget)));
        expect(level).toBeLessThanOrEqual(best(0.95 * Math.min(interval, budget - 10)) + 1);
      }),
      { seed, numRuns: 150 },
    );
  });

  it("recovers from a cut or a slow link within three seconds, after the frames in flight have arrived", () => {
    const trouble = fc.record({
      link: steady,
      ms: fc.integer({ min: 100, max: 5_000 }),
      factor: fc.constantFrom(0, 0.02, 0.1, 0.3),
    });
    fc.assert(
      fc.property(trouble, ({ link, ms, factor }) => {
        const back = 10_000 + ms;
        const changes = [
          [10_000, factor],
          [back, 1],
        ] as const;
        const lowest = trueRelativeBytes(link).at(-1) as number;
        const service = (link.bytes * lowest * 1_000) / link.rate;
        const until = back + 12_000 + 8 * service + (2 * link.bytes * 1_000) / link.rate;
        const result = run({ ...link, changes }, until);
        const inFlight = result.sent.findLast(({ at }) => at < back)?.inFlight ?? 0;
        const from = back + 3_000 + (inFlight * 1_000) / link.rate + 4 * link.roundTripMs;
        // Where a transmission takes longer than a frame interval, a frame waits for the one before it.
        const allowed = Math.max(link.maxLatencyMs, link.roundTripMs / 2 + 2 * service + 1_000 / link.fps + 60);
        expect(result.age(0.95, from, until)).toBeLessThanOrEqual(allowed);
      }),
      { seed, numRuns: 150 },
    );
  });

  it("is deterministic", () => {
    fc.assert(
      fc.property(wild, (link) => {
        const [one, other] = [run(link, 8_000), run(link, 8_000)];
        expect(one.sent).toEqual(other.sent);
        expect(one.arrived).toEqual(other.arrived);
      }),
      { seed, numRuns: 20 },
    );
  });
});
