import { createCapacity } from "./capacity.ts";
import { createExtreme } from "./extreme.ts";
import type { Mutable } from "./mutable.ts";

/**
 * What is known of the way to a peer: how long an empty one takes, how much it carries, and how much of
 * what was sent has not come through yet. A pure unit: it is told the time, in microseconds, and never
 * asks for it. `docs/latency.md` says how it works and where that comes from.
 */
export interface Path {
  /** There and back with nothing in front, in microseconds: the lowest of ten seconds. Undefined before the first answer. */
  readonly roundTrip: number | undefined;
  /** When that was measured. */
  readonly roundTripAt: number;
  /**
   * Bytes a microsecond that come through. Undefined before the first receipt. What is overdue lowers it, beyond
   * so many round trips and microseconds of patience.
   */
  capacity(at: number, patience?: Patience): number | undefined;
  /** How long it takes, from now on, until all that was sent is through the narrowest place, in microseconds. */
  backlog(at: number): number;
  /** What was asked for is overdue: lost packets, a slower path, or a reader that takes nothing. */
  overdue(at: number): boolean;
  /** A frame leaves. `asked`: with the wish for a receipt. */
  sent(bytes: number, asked: boolean, at: number): void;
  /**
   * All frames up to and with number `frames` have come. `answeredAt` is when the peer's answer to the last
   * of them would have been here, given at once and over the shortest way back.
   */
  arrived(frames: number, answeredAt: number): void;
  /** A ping leaves. */
  pinged(at: number): void;
  /** The ping that left at `pingSent` was answered, so all before it has come. */
  ponged(pingSent: number, answeredAt: number): void;
}

/** How long after its time something is overdue. */
export interface Patience {
  readonly roundTrips: number;
  readonly microseconds: number;
}

interface Flight {
  readonly number: number;
  readonly bytes: number;
  readonly sentAt: number;
  readonly asked: boolean;
}

const roundTripMemory = 10_000_000;

/** A further round trip, in which a ping would have been answered, and a little. */
const briefly: Patience = { roundTrips: 1, microseconds: 20_000 };

/** Makes a {@link Path} on which nothing was sent. */
export function createPath(): Path {
  const roundTrips = createExtreme((a, b) => a <= b, roundTripMemory);
  const flights: Flight[] = [];
  let pings: { readonly at: number; readonly after: number }[] = [];
  const usual = createCapacity();
  let sentFrames = 0;
  /** When the receipt that is waited for next should have come: Infinity for none, undefined while not computed. */
  let dueAt: number | undefined = Number.POSITIVE_INFINITY;
  /** When the last frame that came was through the narrowest place, as far as it delays those behind it. */
  let freeAt = Number.NEGATIVE_INFINITY;

  function base(): number {
    return roundTrips.value ?? 0;
  }

  /**
   * The rate at which `group` came, of which the last was through at `through`. Frames may have left one by
   * one: the narrowest place has worked without a pause at least since one of them left.
   */
  function busiest(group: readonly Flight[], through: number): { readonly bytes: number; readonly service: number } {
    let bytes = 0;
    let best = { bytes: 0, service: 1 };
    for (let i = group.length - 1; i >= 0; i--) {
      const flight = group[i] as Flight;
      bytes += flight.bytes;
      const service = Math.max(through - Math.max(flight.sentAt, freeAt), 1);
      if (bytes * best.service > best.bytes * service) best = { bytes, service };
    }
    return best;
  }

  /** The flights that the receipt which is waited for next would acknowledge. */
  function awaited(): readonly Flight[] {
    return flights.slice(0, flights.findIndex(({ asked }) => asked) + 1);
  }

  function due(): number {
    const group = awaited();
    const last = group.at(-1);
    if (!last || usual.value === undefined) return Number.POSITIVE_INFINITY;
    const bytes = group.reduce((sum, flight) => sum + flight.bytes, 0);
    return Math.max(last.sentAt, freeAt) + bytes / usual.value + base();
  }

  function overdue(at: number, { roundTrips: times, microseconds }: Patience): boolean {
    dueAt ??= due();
    return at > dueAt + times * base() + microseconds;
  }

  function capacity(at: number, patience = briefly): number | undefined {
    if (usual.value === undefined || !overdue(at, patience)) return usual.value;
    const { bytes, service } = busiest(awaited(), at - base());
    return Math.min(usual.value, bytes / service);
  }

  function forget(frames: number): Flight[] {
    const count = flights.findIndex(({ number }) => number > frames);
    return flights.splice(0, count < 0 ? flights.length : count);
  }

  function addRoundTrip(answeredAt: number, sentAt: number): void {
    roundTrips.add(Math.max(answeredAt - sentAt, 0), answeredAt);
    path.roundTrip = roundTrips.value;
    path.roundTripAt = roundTrips.at;
  }

  const path: Mutable<Path> = {
    roundTrip: undefined,
    roundTripAt: Number.NEGATIVE_INFINITY,
    capacity,
    overdue: (at) => overdue(at, briefly),
    backlog(at) {
      const rate = capacity(at);
      if (rate === undefined || flights.length === 0) return 0;
      let free = freeAt;
      // What is overdue was not through until now, at the earliest.
      let late = overdue(at, briefly);
      for (const { sentAt, bytes, asked } of flights) {
        free = Math.max(free, sentAt) + bytes / rate;
        if (asked && late) {
          free = Math.max(free, at - base());
          late = false;
        }
      }
      return Math.max(free - at, 0);
    },
    sent(bytes, asked, at) {
      flights.push({ number: ++sentFrames, bytes, sentAt: at, asked });
      if (asked && dueAt === Number.POSITIVE_INFINITY) dueAt = undefined;
    },
    arrived(frames, answeredAt) {
      const group = forget(frames);
      const last = group.at(-1);
      dueAt = undefined;
      // A receipt that nobody asked for with this frame was sent for another reason, and may come late.
      if (!last?.asked) return;
      addRoundTrip(answeredAt, last.sentAt);
      const through = answeredAt - base();
      const queued = last.sentAt < freeAt;
      if (last.number === frames) usual.add({ ...busiest(group, through), at: through, queued });
      freeAt = Math.max(freeAt, through);
    },
    pinged(at) {
      pings.push({ at, after: sentFrames });
      if (pings.length > 64) pings.shift();
    },
    ponged(pingSent, answeredAt) {
      addRoundTrip(answeredAt, pingSent);
      const ping = pings.find(({ at }) => at === pingSent);
      pings = pings.filter(({ at }) => at > pingSent);
      if (!ping) return;
      // When they came is not known, only that they have: no sample of the capacity.
      if (forget(ping.after).length > 0) freeAt = Math.max(freeAt, answeredAt - base());
      dueAt = undefined;
    },
  };
  return path;
}
