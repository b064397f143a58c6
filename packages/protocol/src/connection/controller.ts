import { type Departure, Flights } from "./flights.ts";
import { createLevelChoice } from "./level.ts";
import type { Mutable } from "./mutable.ts";
import { createPath, type Patience } from "./path.ts";

/**
 * Decides what is sent to one peer, and when: how many bytes may be in flight, when the next frame leaves,
 * and which level of the ladder the path has room for. A pure unit: it is told the time, in microseconds,
 * and never asks for it. `docs/latency.md` describes it.
 */
export interface Controller {
  /** The level of the ladder that is best for this peer; 0 is the best there is. */
  readonly level: number;
  /** What left, and how much of it was taken. */
  readonly flights: Flights;
  /** The lowest round trip of ten seconds, in microseconds; undefined before the first answer. */
  readonly roundTrip: number | undefined;
  /** Bytes a microsecond that the path carries. */
  capacity(at: number): number | undefined;
  /** Bytes that may be in flight with a frame of so many bytes among them. */
  bound(bytes: number, at: number): number;
  /** The ladder of the stream that follows: the bytes of each level relative to the first. */
  begin(shares: readonly number[]): void;
  /** A frame is there to be sent, and the credit is used up. */
  offered(frame: Departure, at: number): void;
  /** When such a frame may leave: `at` if now, Infinity if only an answer of the peer can tell. */
  opensAt(bytes: number, at: number): number;
  /** A ping would be of use: nothing else will tell what has come, or the way has not been measured for a while. */
  wantsPing(at: number): boolean;
  pinged(at: number): void;
  /** The frame that was offered last leaves. Gives back whether to ask for its receipt. */
  sent(frame: Departure, at: number): boolean;
  /**
   * A receipt came for all frames up to and with number `frames`. `answeredAt` is when it would have come if the
   * last of them had been taken at once and the receipt had come the shortest way; `waited` is for how long that one
   * lay there before its reader took it.
   */
  acknowledged(frames: number, answeredAt: number, at: number, waited?: number): void;
  /** When the last frame that is acknowledged left; undefined before there is one. */
  readonly provenAt: number | undefined;
  /** The ping that left at `pingSent` was answered; `answeredAt` as above. */
  ponged(pingSent: number, answeredAt: number): void;
}

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
const lasting: Patience = { roundTrips: 3, microseconds: 100_000 };

const smoothing = 1 / 8;

/** Makes a {@link Controller} with nothing in flight. `maxLatency`: how old a picture may be when it comes, in microseconds. */
export function createController({ maxLatency }: { readonly maxLatency: number }): Controller {
  const flights = new Flights();
  const path = createPath(flights);
  let levels = createLevelChoice([1]);
  /** Number of the last frame that `levels` was told of: those that left on credit are told of later. */
  let told = 0;
  /** Frames lie there for a good part of the time between two before they are taken: the reader's pace is the slowest. */
  let slowReader = false;
  let pingedAt = Number.NEGATIVE_INFINITY;
  /** The same, with nothing in front of it. */
  let cleanPingAt = Number.NEGATIVE_INFINITY;
  /** From the capture until a frame is there to be sent. */
  let preparation = 0;

  function slack(at: number): number {
    if (!isVeryFast(at) && at - Math.max(path.roundTripAt, cleanPingAt) > emptyAfter) return 0;
    const slack = Math.min(Math.max(path.roundTrip ?? 0, leastSlack), mostSlack);
    return Math.min(slack, slackBytes / (path.capacity(at) ?? 1));
  }

  /** What the last receipt has shown there to be room for counts until the next should have come. */
  function bound(bytes: number, at: number): number {
    return Math.max(flights.creditAt(at), room(bytes, at));
  }

  function room(bytes: number, at: number): number {
    const capacity = path.capacity(at);
    if (capacity === undefined) return bytes;
    const offered = levels.interval > 0 ? (headroom * bytes) / levels.interval : Number.POSITIVE_INFINITY;
    const roundTrip = path.roundTrip ?? 0;
    const again = Math.min(Math.max(roundTrip - bytes / capacity, 0), mostAgain);
    const every = askEvery(bytes, at);
    const unasked = every === often ? 0 : (every * bytes) / levels.interval;
    return Math.min(capacity, offered) * (roundTrip + slack(at) + again) + partly * bytes + unasked;
  }

  function askEvery(bytes: number, at: number): number {
    const capacity = path.capacity(at);
    const { interval } = levels;
    if (capacity === undefined || interval < often || slowReader) return often;
    const share = bytes / capacity / interval;
    if (share < seldom.share && (path.roundTrip ?? 0) < seldom.roundTrip) return seldom.every;
    return share < nowAndThen.share ? nowAndThen.every : often;
  }

  /**
   * After a receipt: where it has shown plenty of room, frames may leave without another look at the path until the
   * next. With hundreds of peers, or thousands of frames a second, it is such looks that cost.
   */
  function grantCredit(at: number): void {
    const { interval } = levels;
    const lastBytes = flights.bytesOf(flights.sent);
    const every = askEvery(lastBytes, at);
    const plenty = every > often || (isVeryFast(at) && interval > 0);
    flights.grant({
      bytes: plenty ? room(lastBytes, at) : 0,
      until: at + every + 2 * interval + creditMargin,
      every: every > often ? every : 0,
    });
  }

  function isVeryFast(at: number): boolean {
    return (path.capacity(at) ?? 0) > veryFast;
  }

  function opensAt(bytes: number, at: number): number {
    if (flights.full) return Number.POSITIVE_INFINITY;
    if (flights.bytes === 0 || flights.hasCredit(bytes, at)) return at;
    if (flights.bytes + bytes > bound(bytes, at)) return Number.POSITIVE_INFINITY;
    return isVeryFast(at) ? at : at + Math.max(path.backlog(at) - slack(at), 0);
  }

  /** Whether the frame asks for a receipt: also where there is no room for another behind it. */
  function asks(bytes: number, at: number): boolean {
    const most = bound(bytes, at);
    const every = askEvery(bytes, at);
    return (
      flights.isTimeToAsk(every, at) ||
      flights.bytes + 2 * bytes > most ||
      (every === often && (isVeryFast(at) || flights.unaskedBytes + bytes > most / 2))
    );
  }

  /** Tells the levels of the frames that have left on credit. */
  function tellOfPassed(): void {
    while (told < flights.sent) {
      told++;
      prepared(flights.ageOf(told));
      levels.offered(flights.bytesOf(told), flights.levelOf(told), flights.sentAt(told));
    }
  }

  function prepared(age: number): void {
    preparation += (Math.max(age, 0) - preparation) * smoothing;
  }

  function decide(at: number): void {
    const capacity = path.capacity(at, lasting);
    if (capacity === undefined) return;
    const left = maxLatency - (path.roundTrip ?? 0) / 2 - preparation - slack(at);
    levels.decide({ capacity, budget: Math.max(left, 0) * (1 - reserve) }, at);
    controller.level = levels.level;
  }

  const controller: Mutable<Controller> = {
    level: 0,
    flights,
    roundTrip: undefined,
    provenAt: undefined,
    capacity: (at) => path.capacity(at),
    bound,
    opensAt,
    begin(shares) {
      levels = createLevelChoice(shares);
      told = flights.sent;
      controller.level = levels.level;
    },
    offered({ bytes, level, age }, at) {
      tellOfPassed();
      prepared(age);
      levels.offered(bytes, level, at);
      decide(at);
    },
    wantsPing(at) {
      if (flights.hasCredit(0, at) || at - pingedAt < (path.roundTrip ?? 0)) return false;
      if (path.overdue(at)) return true;
      if (flights.bytes > 0 && flights.nextAsked(flights.taken + 1) === undefined) return true;
      return at - Math.max(path.roundTripAt, cleanPingAt) > refreshAfter && path.backlog(at) === 0;
    },
    pinged(at) {
      pingedAt = at;
      if (path.backlog(at) === 0) cleanPingAt = at;
      path.pinged(at);
    },
    sent(frame, at) {
      const asked = asks(frame.bytes, at);
      flights.add(frame, asked, at);
      told = flights.sent;
      return asked;
    },
    acknowledged(frames, answeredAt, at, waited = 0) {
      if (frames <= flights.taken) return;
      tellOfPassed();
      slowReader = waited * 4 > levels.interval;
      controller.provenAt = flights.sentAt(frames);
      path.arrived(frames, answeredAt);
      flights.take(frames);
      controller.roundTrip = path.roundTrip;
      decide(at);
      grantCredit(at);
    },
    ponged(pingSent, answeredAt) {
      path.ponged(pingSent, answeredAt);
      controller.roundTrip = path.roundTrip;
    },
  };
  return controller;
}
