/** Estimates the path to a peer: its round trip, its bandwidth, and what waits in its queue. */
import { BandwidthEstimator, type DeliveryRateSample } from "./bandwidth-estimator.ts";
import type { InFlight } from "./in-flight.ts";
import { WindowedMin } from "./windowed-min.ts";

/**
 * Models a path as one bottleneck with a queue before it. Times are in microseconds and are passed in: the estimator reads
 * no clock. `docs/latency.md` explains the model and names its sources.
 */
export class PathEstimator {
  readonly #inFlight: InFlight;
  readonly #roundTrips = new WindowedMin(minRttWindow);
  readonly #usualBandwidth = new BandwidthEstimator();
  /** Pings without a pong, and the number of the last frame before each. */
  #pings: { readonly sentAt: number; readonly lastFrame: number }[] = [];
  /** When the next requested ack is due: Infinity if there is none, undefined while it is not computed. */
  #ackDueAt: number | undefined = Number.POSITIVE_INFINITY;
  /** When the bottleneck had finished the last delivered frame. */
  #bottleneckFreeAt = Number.NEGATIVE_INFINITY;

  constructor(inFlight: InFlight) {
    this.#inFlight = inFlight;
  }

  /** The lowest round trip of the last ten seconds. Undefined before the first answer. */
  get minRtt(): number | undefined {
    return this.#roundTrips.value;
  }

  /** When that was measured. */
  get minRttAt(): number {
    return this.#roundTrips.at;
  }

  /**
   * Bytes per microsecond. Undefined before the first ack. An ack that is overdue by more than the grace period lowers it
   * to what the delay still allows for.
   */
  bandwidth(at: number, grace: GracePeriod = shortGrace): number | undefined {
    const usual = this.#usualBandwidth.value;
    if (usual === undefined || !this.isAckOverdue(at, grace)) return usual;
    const first = this.#inFlight.delivered + 1;
    const last = this.#inFlight.nextAckRequest(first) ?? this.#inFlight.delivered;
    const { bytes, transmissionTime } = this.#fastestBurst(first, last, at - this.#baseRtt);
    return Math.min(usual, bytes / transmissionTime);
  }

  /** Whether a requested ack is overdue: packets were lost, the path is slower, or the reader consumes nothing. */
  isAckOverdue(at: number, { roundTrips, microseconds }: GracePeriod = shortGrace): boolean {
    const { lastAckRequest, delivered } = this.#inFlight;
    if (this.#ackDueAt === Number.POSITIVE_INFINITY && lastAckRequest > delivered) this.#ackDueAt = undefined;
    this.#ackDueAt ??= this.#computeAckDueAt();
    return at > this.#ackDueAt + roundTrips * this.#baseRtt + microseconds;
  }

  /** How long the bottleneck still needs for all that was sent. */
  queueDelay(at: number): number {
    const inFlight = this.#inFlight;
    const bandwidth = this.bandwidth(at);
    if (bandwidth === undefined || inFlight.delivered === inFlight.sent) return 0;
    let freeAt = this.#bottleneckFreeAt;
    // A frame whose ack is overdue has not passed the bottleneck before now.
    let overdue = this.isAckOverdue(at);
    for (let number = inFlight.delivered + 1; number <= inFlight.sent; number++) {
      const { bytes, sentAt, ackRequested } = inFlight.record(number);
      freeAt = Math.max(freeAt, sentAt) + bytes / bandwidth;
      if (overdue && ackRequested) {
        freeAt = Math.max(freeAt, at - this.#baseRtt);
        overdue = false;
      }
    }
    return Math.max(freeAt - at, 0);
  }

  /**
   * All frames up to `number` have arrived. `answeredAt` is when an ack that the peer sends at once would have arrived over
   * the shortest way back.
   */
  onAck(number: number, answeredAt: number): void {
    const inFlight = this.#inFlight;
    const first = inFlight.delivered + 1;
    inFlight.deliver(number);
    this.#ackDueAt = undefined;
    // An ack without a request was sent for another reason, and may be late.
    if (number < first || !inFlight.record(number).ackRequested) return;
    const { sentAt } = inFlight.record(number);
    this.#addRoundTrip(answeredAt, sentAt);
    const at = answeredAt - this.#baseRtt;
    const burst = this.#fastestBurst(first, number, at);
    this.#usualBandwidth.add({ ...burst, at, queued: sentAt < this.#bottleneckFreeAt });
    this.#bottleneckFreeAt = Math.max(this.#bottleneckFreeAt, at);
  }

  /** A ping is sent. */
  onPing(sentAt: number): void {
    this.#pings.push({ sentAt, lastFrame: this.#inFlight.sent });
    if (this.#pings.length > maxPings) this.#pings.shift();
  }

  /** The ping that was sent at `pingSentAt` is answered, so all frames before it have arrived. */
  onPong(pingSentAt: number, answeredAt: number): void {
    const inFlight = this.#inFlight;
    this.#addRoundTrip(answeredAt, pingSentAt);
    const ping = this.#pings.find(({ sentAt }) => sentAt === pingSentAt);
    this.#pings = this.#pings.filter(({ sentAt }) => sentAt > pingSentAt);
    if (!ping) return;
    // When they arrived is not known, so it is no bandwidth sample.
    if (ping.lastFrame > inFlight.delivered) {
      this.#bottleneckFreeAt = Math.max(this.#bottleneckFreeAt, answeredAt - this.#baseRtt);
    }
    inFlight.deliver(ping.lastFrame);
    this.#ackDueAt = undefined;
  }

  get #baseRtt(): number {
    return this.minRtt ?? 0;
  }

  /**
   * The highest rate that is certain of the frames from `first` to `last`, which had passed the bottleneck at `passedAt`.
   * They may have been sent one by one: from some frame on, the bottleneck has worked without a pause.
   */
  #fastestBurst(first: number, last: number, passedAt: number): Pick<DeliveryRateSample, "bytes" | "transmissionTime"> {
    let bytes = 0;
    let fastest = { bytes: 0, transmissionTime: 1 };
    for (let number = last; number >= first; number--) {
      const record = this.#inFlight.record(number);
      bytes += record.bytes;
      const transmissionTime = Math.max(passedAt - Math.max(record.sentAt, this.#bottleneckFreeAt), 1);
      if (bytes * fastest.transmissionTime > fastest.bytes * transmissionTime) fastest = { bytes, transmissionTime };
    }
    return fastest;
  }

  #computeAckDueAt(): number {
    const inFlight = this.#inFlight;
    const first = inFlight.delivered + 1;
    const last = inFlight.nextAckRequest(first);
    if (last === undefined || this.#usualBandwidth.value === undefined) return Number.POSITIVE_INFINITY;
    let bytes = 0;
    for (let number = first; number <= last; number++) bytes += inFlight.record(number).bytes;
    const startsAt = Math.max(inFlight.record(last).sentAt, this.#bottleneckFreeAt);
    return startsAt + bytes / this.#usualBandwidth.value + this.#baseRtt;
  }

  #addRoundTrip(answeredAt: number, sentAt: number): void {
    this.#roundTrips.add(Math.max(answeredAt - sentAt, 0), answeredAt);
  }
}

/** How late an ack may be before it is overdue: a number of round trips, plus a time in microseconds. */
export interface GracePeriod {
  readonly roundTrips: number;
  readonly microseconds: number;
}

const minRttWindow = 10_000_000;

/** One more round trip, in which a ping would have been answered, and a margin. */
const shortGrace: GracePeriod = { roundTrips: 1, microseconds: 20_000 };

const maxPings = 64;
