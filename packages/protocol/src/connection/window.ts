/** Bounds and times of an acknowledgement window. */
export interface WindowOptions {
  /** Frames in flight at the least. Default 1. */
  readonly min?: number;
  /** Frames in flight at the most, 1 or more. Default 32. */
  readonly max?: number;
}

/**
 * How many frames may be on their way and not acknowledged: as many as the path itself holds, and one
 * more. A pure unit: it is told the time, in microseconds, and never asks for it.
 *
 * The size is `1 + ceil(deliveryRate * minRoundTrip)`, the bandwidth-delay product in frames, with both
 * estimated as BBR does (Cardwell et al., "BBR: Congestion-Based Congestion Control", ACM Queue 2016): the
 * highest delivery rate of the last second, the lowest round trip of the last ten. The extra frame keeps a
 * fast link busy between two receipts; it also lets the window grow, by at most one a round trip, until
 * the rate stops growing with it.
 */
export interface Window {
  /** Frames that may be in flight now. 0 while the path is left to drain for a clean round trip. */
  readonly limit: number;
  /** Frames that were sent and not acknowledged. */
  readonly inFlight: number;
  /** There is room for a frame. */
  readonly open: boolean;
  /** The window is shut and no receipt was asked for that would open it: a ping would. */
  readonly wantsPing: boolean;
  /** A frame leaves. Gives back whether to ask for its receipt: no more often than is of use. */
  sent(at: number): boolean;
  /** A receipt came for all frames up to and with number `frames`. Throws a RangeError when it runs ahead of what was sent. */
  acknowledged(frames: number, at: number): void;
  /** A ping's round trip was measured. */
  roundTrip(microseconds: number, at: number): void;
}

const rateMemory = 1_000_000;
const roundTripMemory = 10_000_000;

/**
 * Frames that are so far apart each ask for a receipt: receipts in groups come later, and would hold the rate
 * down on a path with a long round trip. Closer ones share receipts, which costs less.
 */
const askInterval = 5_000;

/** Over less time than this a rate says more of the turns of two programs than of the path. */
const leastMeasured = 5_000;

/** How far the lowest round trip may rise above the last clean one before that is taken for our own queue. */
const tolerance = 1.125;
const jitter = 500;

/**
 * On a path this short a clean round trip costs nothing, and is worth having every hundred of its own times:
 * a frame too many in flight there costs more than one too few, in caches and in the kernel.
 */
const shortPath = 5_000;
const remeasure = 100;

/** Makes a {@link Window} with nothing in flight. */
export function createWindow({ min = 1, max = 32 }: WindowOptions = {}): Window {
  const most = Math.max(max, 1);
  let limit = Math.min(Math.max(2, min), most);
  let sentFrames = 0;
  let acknowledgedFrames = 0;
  /** From where the rate of the frames that leave now is measured: a receipt that came, and when its frame had left. */
  let mark = { frames: 0, at: 0, leftAt: 0 };
  let askedFrames = 0;
  let askedAt = 0;
  let flights: Flight[] = [];
  const rates = createExtreme((a, b) => a >= b, rateMemory);
  const roundTrips = createExtreme((a, b) => a <= b, roundTripMemory);
  /** The last round trip that was surely free of our own queue. */
  let clean = Number.POSITIVE_INFINITY;
  let cleanAt = Number.NEGATIVE_INFINITY;
  /** The window was full at some time since the last round trip was measured. */
  let filled = false;
  /** Since when nothing is in flight in the drain that goes on; Infinity while there still is. */
  let empty = Number.POSITIVE_INFINITY;
  let draining = false;

  function inFlight(): number {
    return sentFrames - acknowledgedFrames;
  }

  function resize(): void {
    if (rates.value === undefined || roundTrips.value === undefined) return;
    const product = rates.value * roundTrips.value;
    limit = Math.min(Math.max(1 + Math.ceil(product), min), most);
  }

  return {
    get limit() {
      return draining ? 0 : limit;
    },
    get inFlight() {
      return inFlight();
    },
    get open() {
      return !draining && inFlight() < limit;
    },
    get wantsPing() {
      return !this.open && askedFrames <= acknowledgedFrames;
    },

    sent(at) {
      // After a pause of the source the rate is measured from here: the pause says nothing of the path.
      if (inFlight() === 0 && at - mark.at >= leastMeasured) mark = { frames: acknowledgedFrames, at, leftAt: at };
      sentFrames++;
      flights.push({ number: sentFrames, leftAt: at, mark });
      const unasked = sentFrames - Math.max(askedFrames, acknowledgedFrames);
      const ask = unasked >= limit / 2 || inFlight() >= limit || at - askedAt >= askInterval;
      if (ask) {
        askedFrames = sentFrames;
        askedAt = at;
      }
      if (inFlight() >= limit) filled = true;
      return ask;
    },

    acknowledged(frames, at) {
      if (frames > sentFrames) {
        throw new RangeError(`A receipt for frame ${frames} came when ${sentFrames} had been sent.`);
      }
      if (frames <= acknowledgedFrames) return;
      const flight = flights.find(({ number }) => number === frames);
      flights = flights.filter(({ number }) => number > frames);
      acknowledgedFrames = frames;
      if (draining && inFlight() === 0) empty = at;
      if (flight) {
        // Receipts may come in a burst, but frames are not delivered faster than they left.
        const elapsed = Math.max(at - flight.mark.at, flight.leftAt - flight.mark.leftAt, 1);
        rates.add((frames - flight.mark.frames) / elapsed, at);
        if (at - mark.at >= leastMeasured) mark = { frames, at, leftAt: flight.leftAt };
      }
      resize();
    },

    roundTrip(microseconds, at) {
      // A ping that left before the last receipt came was behind frames: it does not count.
      if (draining && at - microseconds >= empty) {
        draining = false;
        roundTrips.reset();
        clean = microseconds;
        cleanAt = at;
      }
      roundTrips.add(microseconds, at);
      const lowest = Math.min(roundTrips.value ?? microseconds, microseconds);
      if (!draining) {
        // Under a standing queue no round trip shows the path itself: let it drain once, as BBR's ProbeRTT does.
        const old = limit > 2 && lowest < shortPath && at - cleanAt > remeasure * lowest;
        if (filled && (old || lowest > clean * tolerance + jitter)) {
          draining = true;
          empty = inFlight() === 0 ? at : Number.POSITIVE_INFINITY;
        } else if (!filled || lowest < clean) {
          clean = lowest;
          cleanAt = at;
        }
        filled = false;
      }
      resize();
    },
  };
}

interface Flight {
  readonly number: number;
  readonly leftAt: number;
  readonly mark: { readonly frames: number; readonly at: number; readonly leftAt: number };
}

/** The extreme of the values of the last `memory` microseconds. */
function createExtreme(better: (a: number, b: number) => boolean, memory: number) {
  let entries: { value: number; at: number }[] = [];
  return {
    get value(): number | undefined {
      return entries[0]?.value;
    },
    reset(): void {
      entries = [];
    },
    add(value: number, at: number): void {
      entries = entries.filter((entry) => at - entry.at <= memory && !better(value, entry.value));
      entries.push({ value, at });
    },
  };
}
