/** Decides what is sent to one peer, and when. */
import { InFlight } from "./in-flight.ts";
import { type GracePeriod, PathEstimator } from "./path-estimator.ts";
import { RenditionSelector } from "./rendition-selector.ts";

/**
 * Decides for one peer how many bytes may be in flight, when the next frame may be sent, and which level of the ladder the
 * path has room for. Times are in microseconds and are passed in: the controller reads no clock and sends nothing.
 * `docs/latency.md` explains it.
 */
export class CongestionController {
  /** The frames that were sent. */
  readonly inFlight: InFlight = new InFlight();
  readonly #path = new PathEstimator(this.inFlight);
  /** The end-to-end latency target in microseconds. */
  readonly maxLatency: number;
  #renditions = new RenditionSelector([1]);
  /** The peer's reader is the bottleneck: frames wait for it for a good part of the time between two. */
  #slowReader = false;
  #pingSentAt = Number.NEGATIVE_INFINITY;
  /** When the last ping was sent that had an empty queue before it. */
  #unqueuedPingAt = Number.NEGATIVE_INFINITY;
  /** Where acks are requested only now and then, no ack is expected before this time. */
  #nextAckExpectedBy = Number.NEGATIVE_INFINITY;
  /** Mean time from when the source gave a frame until it is ready to be sent. */
  #encodingTime = 0;
  #lastAckedSentAt: number | undefined;

  constructor({ maxLatency }: { readonly maxLatency: number }) {
    this.maxLatency = maxLatency;
  }

  /** The level of the ladder that the path has room for; 0 is the best. */
  get level(): number {
    return this.#renditions.level;
  }

  /** The lowest round trip of the last ten seconds; undefined before the first answer. */
  get minRtt(): number | undefined {
    return this.#path.minRtt;
  }

  /** When the last acked frame was sent; undefined before the first ack. */
  get lastAckedSentAt(): number | undefined {
    return this.#lastAckedSentAt;
  }

  /** Bytes per microsecond; undefined before the first ack. */
  bandwidth(at: number): number | undefined {
    return this.#path.bandwidth(at);
  }

  /** Starts a stream with this ladder: the bytes of each level relative to the first. */
  startStream(relativeBytes: readonly number[]): void {
    this.#renditions = new RenditionSelector(relativeBytes);
  }

  /** A frame is ready to be sent. */
  onFrameReady({ bytes, level, encodingTime }: ReadyFrame, at: number): void {
    this.#encodingTime += (Math.max(encodingTime, 0) - this.#encodingTime) * smoothing;
    this.#renditions.onFrame(bytes, level, at);
    this.#selectRendition(at);
  }

  /** When a frame of this size may be sent: `at` for now, Infinity if it depends on the next answer of the peer. */
  nextSendTime(bytes: number, at: number): number {
    const { inFlight } = this;
    if (inFlight.full) return Number.POSITIVE_INFINITY;
    if (inFlight.bytes === 0) return at;
    if (inFlight.bytes + bytes > this.congestionWindow(bytes, at)) return Number.POSITIVE_INFINITY;
    if (this.#isVeryFast(at)) return at;
    return at + Math.max(this.#path.queueDelay(at) - this.#targetQueueDelay(at), 0);
  }

  /** Bytes that may be in flight, a frame of this size among them. */
  congestionWindow(bytes: number, at: number): number {
    const bandwidth = this.#path.bandwidth(at);
    if (bandwidth === undefined) return bytes;
    const { interval } = this.#renditions;
    const sourceRate = interval > 0 ? (sourceRateGain * bytes) / interval : Number.POSITIVE_INFINITY;
    const minRtt = this.minRtt ?? 0;
    const retransmission = Math.min(Math.max(minRtt - bytes / bandwidth, 0), maxRetransmissionTime);
    const ackInterval = this.#ackInterval(bytes, at);
    const bytesPerAck = ackInterval === frequentAcks ? 0 : (ackInterval * bytes) / interval;
    const time = minRtt + this.#targetQueueDelay(at) + retransmission;
    return Math.min(bandwidth, sourceRate) * time + framesInTransit * bytes + bytesPerAck;
  }

  /** Whether the next frame, of this size, requests an ack. It does in any case if there is no room for another after it. */
  wantsAck(bytes: number, at: number): boolean {
    const { inFlight } = this;
    const congestionWindow = this.congestionWindow(bytes, at);
    const ackInterval = this.#ackInterval(bytes, at);
    return (
      this.#isTimeForAck(ackInterval, at) ||
      inFlight.bytes + 2 * bytes > congestionWindow ||
      (ackInterval === frequentAcks &&
        (this.#isVeryFast(at) || inFlight.bytesSinceAckRequest + bytes > congestionWindow / 2))
    );
  }

  /** A frame is sent. */
  onSent({ bytes, level, ackRequested }: SentFrame, at: number): void {
    this.inFlight.add({ bytes, level, ackRequested, sentAt: at });
  }

  /** Whether a ping is needed: no ack is expected that shows what has arrived, or the round trip is out of date. */
  wantsPing(at: number): boolean {
    const { inFlight } = this;
    const path = this.#path;
    if (at < this.#nextAckExpectedBy || at - this.#pingSentAt < (path.minRtt ?? 0)) return false;
    if (path.isAckOverdue(at)) return true;
    if (inFlight.bytes > 0 && inFlight.nextAckRequest(inFlight.acked + 1) === undefined) return true;
    return at - this.#minRttMeasuredAt > refreshMinRttAfter && path.queueDelay(at) === 0;
  }

  /** A ping is sent. */
  onPing(at: number): void {
    this.#pingSentAt = at;
    if (this.#path.queueDelay(at) === 0) this.#unqueuedPingAt = at;
    this.#path.onPing(at);
  }

  /** An ack arrives. */
  onAck({ consumed, answeredAt, ackDelay }: AckTimes, at: number): void {
    const { inFlight } = this;
    if (consumed <= inFlight.acked) return;
    this.#slowReader = ackDelay * 4 > this.#renditions.interval;
    this.#lastAckedSentAt = inFlight.record(consumed).sentAt;
    this.#path.onAck(consumed, answeredAt);
    inFlight.ack(consumed);
    this.#selectRendition(at);
    this.#expectNextAck(at);
  }

  /** The ping that was sent at `pingSentAt` is answered. `answeredAt` is as in {@link AckTimes}. */
  onPong(pingSentAt: number, answeredAt: number): void {
    this.#path.onPong(pingSentAt, answeredAt);
  }

  /** What may wait before the bottleneck: a round trip within limits, nothing while the round trip has to be measured again. */
  #targetQueueDelay(at: number): number {
    if (!this.#isVeryFast(at) && at - this.#minRttMeasuredAt > drainQueueAfter) return 0;
    const delay = Math.min(Math.max(this.minRtt ?? 0, minTargetQueueDelay), maxTargetQueueDelay);
    return Math.min(delay, maxTargetQueueBytes / (this.#path.bandwidth(at) ?? 1));
  }

  get #minRttMeasuredAt(): number {
    return Math.max(this.#path.minRttAt, this.#unqueuedPingAt);
  }

  /** Microseconds between two frames that request an ack. */
  #ackInterval(bytes: number, at: number): number {
    const bandwidth = this.#path.bandwidth(at);
    const { interval } = this.#renditions;
    if (bandwidth === undefined || interval < frequentAcks || this.#slowReader) return frequentAcks;
    const utilization = bytes / bandwidth / interval;
    if (utilization < rareAcks.maxUtilization && (this.minRtt ?? 0) < rareAcks.maxRtt) return rareAcks.interval;
    return utilization < occasionalAcks.maxUtilization ? occasionalAcks.interval : frequentAcks;
  }

  /**
   * Whether no frame has requested an ack in this one of the clock's intervals, or in the last 64 frames. Intervals of the
   * clock make peers that receive the same frames acknowledge the same frame: a server with hundreds of peers wakes up less
   * often.
   */
  #isTimeForAck(ackInterval: number, at: number): boolean {
    const { sent, lastAckRequest } = this.inFlight;
    if (lastAckRequest === 0 || sent - lastAckRequest >= maxFramesWithoutAck) return true;
    const { sentAt } = this.inFlight.record(lastAckRequest);
    return Math.floor(at / ackInterval) !== Math.floor(sentAt / ackInterval);
  }

  #expectNextAck(at: number): void {
    const { interval } = this.#renditions;
    const ackInterval = this.#ackInterval(this.inFlight.record(this.inFlight.sent).bytes, at);
    const occasional = ackInterval > frequentAcks || (this.#isVeryFast(at) && interval > 0);
    this.#nextAckExpectedBy = occasional ? at + ackInterval + 2 * interval + ackMargin : Number.NEGATIVE_INFINITY;
  }

  #isVeryFast(at: number): boolean {
    return (this.#path.bandwidth(at) ?? 0) > veryFastBandwidth;
  }

  #selectRendition(at: number): void {
    const bandwidth = this.#path.bandwidth(at, lossGrace);
    if (bandwidth === undefined) return;
    const left = this.maxLatency - (this.minRtt ?? 0) / 2 - this.#targetQueueDelay(at);
    const encodingTime = Math.min(this.#encodingTime, maxEncodingShare * left);
    this.#renditions.select(
      { bandwidth, maxTransmissionTime: Math.max(left - encodingTime, 0) * (1 - latencyReserve) },
      at,
    );
  }
}

/** A frame that is ready to be sent. */
export interface ReadyFrame {
  readonly bytes: number;
  /** 0 is the best. */
  readonly level: number;
  /** Microseconds since the source gave it, or since it arrived here from another machine. 0 for passthrough. */
  readonly encodingTime: number;
}

/** A frame that is sent. */
export interface SentFrame {
  readonly bytes: number;
  readonly level: number;
  readonly ackRequested: boolean;
}

/** The content of an ack, on this machine's clock. */
export interface AckTimes {
  /** Number of the last frame that the peer's reader has consumed. */
  readonly consumed: number;
  /** When the ack would have arrived if that frame had been consumed at once, and the ack had returned with the shortest delay. */
  readonly answeredAt: number;
  /** How long that frame waited for the reader, in microseconds. */
  readonly ackDelay: number;
}

/**
 * The target queue delay is a round trip within these limits, in microseconds: programs need a moment to take turns. A very
 * fast path needs only these bytes.
 */
const minTargetQueueDelay = 4_000;
const maxTargetQueueDelay = 6_000;
const maxTargetQueueBytes = 1_000_000;

/** Bytes per microsecond above which the congestion window alone decides: the queue is too short to be measured. */
const veryFastBandwidth = 64;

/** A lost packet delays all behind it by a round trip. Small frames may be sent meanwhile, for at most this time. */
const maxRetransmissionTime = 40_000;

/** A frame counts as in flight until all of it has arrived: this many frames are in flight besides those that fill the path. */
const framesInTransit = 1.5;

/** At most this multiple of the source's own rate may be in flight. */
const sourceRateGain = 1.5;

/** Age of the lowest round trip after which a ping is sent before the next frame, and after which the queue is drained first. */
const refreshMinRttAfter = 2_000_000;
const drainQueueAfter = 5_000_000;

/**
 * Microseconds between two requested acks. Where frames keep the path busy for little of the time, an ack now and then is
 * enough; fewer still on a local network, which does not become slow at once.
 */
const frequentAcks = 5_000;
const occasionalAcks = { maxUtilization: 0.5, interval: 75_000 };
const rareAcks = { maxUtilization: 0.2, interval: 400_000, maxRtt: 2_000 };
const maxFramesWithoutAck = 64;

/** How late an occasional ack may be before a ping is sent. */
const ackMargin = 20_000;

/** Fraction of the latency target that is kept as a reserve. */
const latencyReserve = 0.15;

/** Encoding counts for at most this fraction of what is left of the target: no level makes a slow encoder fast. */
const maxEncodingShare = 0.5;

/** TCP sends a lost packet again within one or two round trips. A longer delay means that the path is slower. */
const lossGrace: GracePeriod = { roundTrips: 3, microseconds: 100_000 };

const smoothing = 1 / 8;
