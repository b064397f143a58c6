import { BandwidthEstimator } from "./bandwidth-estimator.ts";
import type { InFlight } from "./in-flight.ts";
import { WindowedMin } from "./windowed-min.ts";

/** How long after its time something is overdue. */
export interface GracePeriod {
  readonly roundTrips: number;
  readonly microseconds: number;
}

const roundTripMemory = 10_000_000;

/** A further round trip, in which a ping would have been answered, and a little. */
const briefly: GracePeriod = { roundTrips: 1, microseconds: 20_000 };

/**
 * What is known of the way to a peer: how long an empty one takes, how much it carries, and how much of
 * what was sent has not come through yet. A pure unit: it is told the time, in microseconds, and never
 * asks for it. `docs/latency.md` says how it works and where that comes from.
 */
export class PathEstimator {
  /** Which it takes. */
  readonly #flights: InFlight;
  readonly #roundTrips = new WindowedMin(roundTripMemory);
  readonly #usual = new BandwidthEstimator();
  #pings: { readonly at: number; readonly after: number }[] = [];
  /** When the receipt that is waited for next should have come: Infinity for none, undefined while not computed. */
  #dueAt: number | undefined = Number.POSITIVE_INFINITY;
  /** When the last frame that came was through the narrowest place, as far as it delays those behind it. */
  #freeAt = Number.NEGATIVE_INFINITY;

  constructor(flights: InFlight) {
    this.#flights = flights;
  }

  /** There and back with nothing in front, in microseconds: the lowest of ten seconds. Undefined before the first answer. */
  get roundTrip(): number | undefined {
    return this.#roundTrips.value;
  }

  /** When that was measured. */
  get roundTripAt(): number {
    return this.#roundTrips.at;
  }

  /**
   * Bytes a microsecond that come through. Undefined before the first receipt. What is overdue lowers it, beyond
   * so many round trips and microseconds of patience.
   */
  capacity(at: number, patience: GracePeriod = briefly): number | undefined {
    const usual = this.#usual.value;
    if (usual === undefined || !this.#isOverdue(at, patience)) return usual;
    const first = this.#flights.come + 1;
    const last = this.#flights.nextAsked(first) ?? this.#flights.come;
    const { bytes, service } = this.#busiest(first, last, at - this.#base);
    return Math.min(usual, bytes / service);
  }

  /** What was asked for is overdue: lost packets, a slower path, or a reader that takes nothing. */
  overdue(at: number): boolean {
    return this.#isOverdue(at, briefly);
  }

  /** How long it takes, from now on, until all that was sent is through the narrowest place, in microseconds. */
  backlog(at: number): number {
    const flights = this.#flights;
    const rate = this.capacity(at);
    if (rate === undefined || flights.come === flights.sent) return 0;
    let free = this.#freeAt;
    // What is overdue was not through until now, at the earliest.
    let late = this.overdue(at);
    for (let number = flights.come + 1; number <= flights.sent; number++) {
      free = Math.max(free, flights.sentAt(number)) + flights.bytesOf(number) / rate;
      if (late && flights.asked(number)) {
        free = Math.max(free, at - this.#base);
        late = false;
      }
    }
    return Math.max(free - at, 0);
  }

  /**
   * All frames up to and with number `frames` have come. `answeredAt` is when the peer's answer to the last
   * of them would have been here, given at once and over the shortest way back.
   */
  arrived(frames: number, answeredAt: number): void {
    const flights = this.#flights;
    const first = flights.come + 1;
    flights.arrive(frames);
    this.#dueAt = undefined;
    // A receipt that nobody asked for with this frame was sent for another reason, and may come late.
    if (frames < first || !flights.asked(frames)) return;
    const sentAt = flights.sentAt(frames);
    this.#addRoundTrip(answeredAt, sentAt);
    const through = answeredAt - this.#base;
    const { bytes, service } = this.#busiest(first, frames, through);
    this.#usual.add({ bytes, service, at: through, queued: sentAt < this.#freeAt });
    this.#freeAt = Math.max(this.#freeAt, through);
  }

  /** A ping leaves. */
  pinged(at: number): void {
    this.#pings.push({ at, after: this.#flights.sent });
    if (this.#pings.length > 64) this.#pings.shift();
  }

  /** The ping that left at `pingSent` was answered, so all before it has come. */
  ponged(pingSent: number, answeredAt: number): void {
    const flights = this.#flights;
    this.#addRoundTrip(answeredAt, pingSent);
    const ping = this.#pings.find(({ at }) => at === pingSent);
    this.#pings = this.#pings.filter(({ at }) => at > pingSent);
    if (!ping) return;
    // When they came is not known, only that they have: no sample of the capacity.
    if (ping.after > flights.come) this.#freeAt = Math.max(this.#freeAt, answeredAt - this.#base);
    flights.arrive(ping.after);
    this.#dueAt = undefined;
  }

  get #base(): number {
    return this.roundTrip ?? 0;
  }

  /**
   * The rate at which the frames from `first` to `last` came, the last of which was through at `through`. They may
   * have left one by one: the narrowest place has worked without a pause at least since one of them left.
   */
  #busiest(first: number, last: number, through: number): { readonly bytes: number; readonly service: number } {
    const flights = this.#flights;
    const freeAt = this.#freeAt;
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
  #due(): number {
    const flights = this.#flights;
    const first = flights.come + 1;
    const last = flights.nextAsked(first);
    if (last === undefined || this.#usual.value === undefined) return Number.POSITIVE_INFINITY;
    let bytes = 0;
    for (let number = first; number <= last; number++) bytes += flights.bytesOf(number);
    return Math.max(flights.sentAt(last), this.#freeAt) + bytes / this.#usual.value + this.#base;
  }

  #isOverdue(at: number, { roundTrips: times, microseconds }: GracePeriod): boolean {
    const { lastAsked, come } = this.#flights;
    if (this.#dueAt === Number.POSITIVE_INFINITY && lastAsked > come) this.#dueAt = undefined;
    this.#dueAt ??= this.#due();
    return at > this.#dueAt + times * this.#base + microseconds;
  }

  #addRoundTrip(answeredAt: number, sentAt: number): void {
    this.#roundTrips.add(Math.max(answeredAt - sentAt, 0), answeredAt);
  }
}
