import { InFlight, type SentFrame } from "./in-flight.ts";
import { type GracePeriod, PathEstimator } from "./path-estimator.ts";
import { RenditionSelector } from "./rendition-selector.ts";

/**
 * What may wait in front of the narrowest place, as time: a round trip, within these, in microseconds. A very
 * fast path needs no more than so many bytes.
 */
const leastSlack = 4_000;
const mostSlack = 6_000;
const slackBytes = 1_000_000;

/** Bytes a microsecond from which on the bytes in flight are bound enough: a moment's queue is shorter than can be measured. */
const veryFast = 64;

/** A lost packet holds up all behind it for a round trip. Small frames may go on leaving meanwhile, for so long at the most. */
const mostAgain = 40_000;

/** A frame counts as in flight until all of it has come: so many frames are on their way beside what the path holds. */
const partly = 1.5;

/** So much more than what is offered in a round trip may be in flight: for what comes late. */
const headroom = 1.5;

/** How long before the lowest round trip counts as old: a ping is sent ahead of the next frame, then the queue is left to empty first. */
const refreshAfter = 2_000_000;
const emptyAfter = 5_000_000;

/**
 * Frames further apart than `often` each ask for a receipt. Where a frame takes the path less than a share of the
 * time between two, it is enough to ask now and then; the more so on a cable, which does not become slow at once.
 */
const often = 5_000;
const nowAndThen = { share: 0.5, every: 75_000 };
const seldom = { share: 0.2, every: 400_000, roundTrip: 2_000 };

/** How late the next receipt may be, in microseconds, before frames are looked at one by one again. */
const creditMargin = 20_000;

/** Of the time that a frame may take, what is kept for what nobody foresees. */
const reserve = 0.15;

/** What is overdue for so long is no lost packet, which TCP sends again within a round trip or two: the path is slower. */
const lasting: GracePeriod = { roundTrips: 3, microseconds: 100_000 };

const smoothing = 1 / 8;

/**
 * Decides what is sent to one peer, and when: how many bytes may be in flight, when the next frame leaves,
 * and which level of the ladder the path has room for. A pure unit: it is told the time, in microseconds,
 * and never asks for it. `docs/latency.md` describes it.
 */
export class CongestionController {
  /** What left, and how much of it was taken. */
  readonly flights: InFlight = new InFlight();
  readonly #path = new PathEstimator(this.flights);
  readonly #maxLatency: number;
  #levels = new RenditionSelector([1]);
  /** Number of the last frame that the levels were told of: those that left on credit are told of later. */
  #told = 0;
  /** Frames lie there for a good part of the time between two before they are taken: the reader's pace is the slowest. */
  #slowReader = false;
  #pingedAt = Number.NEGATIVE_INFINITY;
  /** The same, with nothing in front of it. */
  #cleanPingAt = Number.NEGATIVE_INFINITY;
  /** From the capture until a frame is there to be sent. */
  #preparation = 0;
  #provenAt: number | undefined;

  /** Nothing is in flight. `maxLatency`: how old a picture may be when it comes, in microseconds. */
  constructor({ maxLatency }: { readonly maxLatency: number }) {
    this.#maxLatency = maxLatency;
  }

  /** The level of the ladder that is best for this peer; 0 is the best there is. */
  get level(): number {
    return this.#levels.level;
  }

  /** The lowest round trip of ten seconds, in microseconds; undefined before the first answer. */
  get roundTrip(): number | undefined {
    return this.#path.roundTrip;
  }

  /** When the last frame that is acknowledged left; undefined before there is one. */
  get provenAt(): number | undefined {
    return this.#provenAt;
  }

  /** Bytes a microsecond that the path carries. */
  capacity(at: number): number | undefined {
    return this.#path.capacity(at);
  }

  /**
   * Bytes that may be in flight with a frame of so many bytes among them. What the last receipt has shown there to be
   * room for counts until the next should have come.
   */
  bound(bytes: number, at: number): number {
    return Math.max(this.flights.creditAt(at), this.#room(bytes, at));
  }

  /** The ladder of the stream that follows: the bytes of each level relative to the first. */
  begin(shares: readonly number[]): void {
    this.#levels = new RenditionSelector(shares);
    this.#told = this.flights.sent;
  }

  /** A frame is there to be sent, and the credit is used up. */
  offered({ bytes, level, age }: SentFrame, at: number): void {
    this.#tellOfPassed();
    this.#prepared(age);
    this.#levels.offered(bytes, level, at);
    this.#decide(at);
  }

  /** When such a frame may leave: `at` if now, Infinity if only an answer of the peer can tell. */
  opensAt(bytes: number, at: number): number {
    const { flights } = this;
    if (flights.full) return Number.POSITIVE_INFINITY;
    if (flights.bytes === 0 || flights.hasCredit(bytes, at)) return at;
    if (flights.bytes + bytes > this.bound(bytes, at)) return Number.POSITIVE_INFINITY;
    return this.#isVeryFast(at) ? at : at + Math.max(this.#path.backlog(at) - this.#slack(at), 0);
  }

  /** A ping would be of use: nothing else will tell what has come, or the way has not been measured for a while. */
  wantsPing(at: number): boolean {
    const { flights } = this;
    const path = this.#path;
    if (flights.hasCredit(0, at) || at - this.#pingedAt < (path.roundTrip ?? 0)) return false;
    if (path.overdue(at)) return true;
    if (flights.bytes > 0 && flights.nextAsked(flights.taken + 1) === undefined) return true;
    return at - Math.max(path.roundTripAt, this.#cleanPingAt) > refreshAfter && path.backlog(at) === 0;
  }

  pinged(at: number): void {
    this.#pingedAt = at;
    if (this.#path.backlog(at) === 0) this.#cleanPingAt = at;
    this.#path.pinged(at);
  }

  /** The frame that was offered last leaves. Gives back whether to ask for its receipt. */
  sent(frame: SentFrame, at: number): boolean {
    const asks = this.#asks(frame.bytes, at);
    this.flights.add(frame, asks, at);
    this.#told = this.flights.sent;
    return asks;
  }

  /**
   * A receipt came for all frames up to and with number `frames`. `answeredAt` is when it would have come if the
   * last of them had been taken at once and the receipt had come the shortest way; `waited` is for how long that one
   * lay there before its reader took it.
   */
  acknowledged(frames: number, answeredAt: number, at: number, waited = 0): void {
    const { flights } = this;
    if (frames <= flights.taken) return;
    this.#tellOfPassed();
    this.#slowReader = waited * 4 > this.#levels.interval;
    this.#provenAt = flights.sentAt(frames);
    this.#path.arrived(frames, answeredAt);
    flights.take(frames);
    this.#decide(at);
    this.#grantCredit(at);
  }

  /** The ping that left at `pingSent` was answered; `answeredAt` as above. */
  ponged(pingSent: number, answeredAt: number): void {
    this.#path.ponged(pingSent, answeredAt);
  }

  #slack(at: number): number {
    const path = this.#path;
    if (!this.#isVeryFast(at) && at - Math.max(path.roundTripAt, this.#cleanPingAt) > emptyAfter) return 0;
    const slack = Math.min(Math.max(path.roundTrip ?? 0, leastSlack), mostSlack);
    return Math.min(slack, slackBytes / (path.capacity(at) ?? 1));
  }

  #room(bytes: number, at: number): number {
    const capacity = this.#path.capacity(at);
    if (capacity === undefined) return bytes;
    const { interval } = this.#levels;
    const offered = interval > 0 ? (headroom * bytes) / interval : Number.POSITIVE_INFINITY;
    const roundTrip = this.roundTrip ?? 0;
    const again = Math.min(Math.max(roundTrip - bytes / capacity, 0), mostAgain);
    const every = this.#askEvery(bytes, at);
    const unasked = every === often ? 0 : (every * bytes) / interval;
    return Math.min(capacity, offered) * (roundTrip + this.#slack(at) + again) + partly * bytes + unasked;
  }

  #askEvery(bytes: number, at: number): number {
    const capacity = this.#path.capacity(at);
    const { interval } = this.#levels;
    if (capacity === undefined || interval < often || this.#slowReader) return often;
    const share = bytes / capacity / interval;
    if (share < seldom.share && (this.roundTrip ?? 0) < seldom.roundTrip) return seldom.every;
    return share < nowAndThen.share ? nowAndThen.every : often;
  }

  /**
   * After a receipt: where it has shown plenty of room, frames may leave without another look at the path until the
   * next. With hundreds of peers, or thousands of frames a second, it is such looks that cost.
   */
  #grantCredit(at: number): void {
    const { flights } = this;
    const { interval } = this.#levels;
    const lastBytes = flights.bytesOf(flights.sent);
    const every = this.#askEvery(lastBytes, at);
    const plenty = every > often || (this.#isVeryFast(at) && interval > 0);
    flights.grant({
      bytes: plenty ? this.#room(lastBytes, at) : 0,
      until: at + every + 2 * interval + creditMargin,
      every: every > often ? every : 0,
    });
  }

  #isVeryFast(at: number): boolean {
    return (this.#path.capacity(at) ?? 0) > veryFast;
  }

  /** Whether the frame asks for a receipt: also where there is no room for another behind it. */
  #asks(bytes: number, at: number): boolean {
    const { flights } = this;
    const most = this.bound(bytes, at);
    const every = this.#askEvery(bytes, at);
    return (
      flights.isTimeToAsk(every, at) ||
      flights.bytes + 2 * bytes > most ||
      (every === often && (this.#isVeryFast(at) || flights.unaskedBytes + bytes > most / 2))
    );
  }

  /** Tells the levels of the frames that have left on credit. */
  #tellOfPassed(): void {
    const { flights } = this;
    while (this.#told < flights.sent) {
      const told = ++this.#told;
      this.#prepared(flights.ageOf(told));
      this.#levels.offered(flights.bytesOf(told), flights.levelOf(told), flights.sentAt(told));
    }
  }

  #prepared(age: number): void {
    this.#preparation += (Math.max(age, 0) - this.#preparation) * smoothing;
  }

  #decide(at: number): void {
    const capacity = this.#path.capacity(at, lasting);
    if (capacity === undefined) return;
    const left = this.#maxLatency - (this.roundTrip ?? 0) / 2 - this.#preparation - this.#slack(at);
    this.#levels.decide({ capacity, budget: Math.max(left, 0) * (1 - reserve) }, at);
  }
}
