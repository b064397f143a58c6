import { createCapacity } from "./capacity.ts";
import { createExtreme } from "./extreme.ts";
import type { Flights } from "./flights.ts";
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

const roundTripMemory = 10_000_000;

/** A further round trip, in which a ping would have been answered, and a little. */
const briefly: Patience = { roundTrips: 1, microseconds: 20_000 };

/** Makes a {@link Path} of which nothing is known, and which these take. */
export function createPath(flights: Flights): Path {
  const roundTrips = createExtreme((a, b) => a <= b, roundTripMemory);
  let pings: { readonly at: number; readonly after: number }[] = [];
  const usual = createCapacity();
  /** When the receipt that is waited for next should have come: Infinity for none, undefined while not computed. */
  let dueAt: number | undefined = Number.POSITIVE_INFINITY;
  /** When the last frame that came was through the narrowest place, as far as it delays those behind it. */
  let freeAt = Number.NEGATIVE_INFINITY;

  function base(): number {
    return roundTrips.value ?? 0;
  }

  /**
   * The rate at which the frames from `first` to `last` came, the last of which was through at `through`. They may
   * have left one by one: the narrowest place has worked without a pause at least since one of them left.
   */
  function busiest(first: number, last: number, through: number): { readonly bytes: number; readonly service: number } {
    let bytes = 0;
    let best = { bytes: 0, service: 1 };
    for (let number = last; number >= first; number--) {
      bytes += flights.bytesOf(number);
      const service = Math.max(through - Math.max(flights.sentAt(number), freeAt), 1);
      if (bytes * best.service > best.bytes * service) best = { bytes, service };
    }
    return best;
  }

  /** When the receipt that is waited for next should come. */
  function due(): number {
    const first = flights.come + 1;
    const last = flights.nextAsked(first);
    if (last === undefined || usual.value === undefined) return Number.POSITIVE_INFINITY;
    let bytes = 0;
    for (let number = first; number <= last; number++) bytes += flights.bytesOf(number);
    return Math.max(flights.sentAt(last), freeAt) + bytes / usual.value + base();
  }

  function overdue(at: number, { roundTrips: times, microseconds }: Patience): boolean {
    if (dueAt === Number.POSITIVE_INFINITY && flights.lastAsked > flights.come) dueAt = undefined;
    dueAt ??= due();
    return at > dueAt + times * base() + microseconds;
  }

  function capacity(at: number, patience = briefly): number | undefined {
    if (usual.value === undefined || !overdue(at, patience)) return usual.value;
    const first = flights.come + 1;
    const { bytes, service } = busiest(first, flights.nextAsked(first) ?? flights.come, at - base());
    return Math.min(usual.value, bytes / service);
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
      if (rate === undefined || flights.come === flights.sent) return 0;
      let free = freeAt;
      // What is overdue was not through until now, at the earliest.
      let late = overdue(at, briefly);
      for (let number = flights.come + 1; number <= flights.sent; number++) {
        free = Math.max(free, flights.sentAt(number)) + flights.bytesOf(number) / rate;
        if (late && flights.asked(number)) {
          free = Math.max(free, at - base());
          late = false;
        }
      }
      return Math.max(free - at, 0);
    },
    arrived(frames, answeredAt) {
      const first = flights.come + 1;
      flights.arrive(frames);
      dueAt = undefined;
      // A receipt that nobody asked for with this frame was sent for another reason, and may come late.
      if (frames < first || !flights.asked(frames)) return;
      const sentAt = flights.sentAt(frames);
      addRoundTrip(answeredAt, sentAt);
      const through = answeredAt - base();
      const { bytes, service } = busiest(first, frames, through);
      usual.add({ bytes, service, at: through, queued: sentAt < freeAt });
      freeAt = Math.max(freeAt, through);
    },
    pinged(at) {
      pings.push({ at, after: flights.sent });
      if (pings.length > 64) pings.shift();
    },
    ponged(pingSent, answeredAt) {
      addRoundTrip(answeredAt, pingSent);
      const ping = pings.find(({ at }) => at === pingSent);
      pings = pings.filter(({ at }) => at > pingSent);
      if (!ping) return;
      // When they came is not known, only that they have: no sample of the capacity.
      if (ping.after > flights.come) freeAt = Math.max(freeAt, answeredAt - base());
      flights.arrive(ping.after);
      dueAt = undefined;
    },
  };
  return path;
}
