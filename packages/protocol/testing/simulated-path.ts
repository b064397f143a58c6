import { CongestionController } from "../src/congestion/congestion-controller.ts";
import { ClockSync } from "../src/liveness/clock-sync.ts";

/** A path in virtual time: a link of some rate and delay, with a source at its one end and a reader at the other. */
export interface PathOptions {
  /** Bytes a second of the link at a time; 0 while it is cut. It has a queue without end, as a socket has. */
  readonly bytesPerSecond: number | ((atMs: number) => number);
  /** There and back, in milliseconds, without any queue. */
  readonly roundTripMs: number | ((atMs: number) => number);
  /**
   * How much later than without it the nth frame comes, in milliseconds, as for {@link losses lost packets}. Those
   * behind it wait, as TCP has it.
   */
  readonly extraMs?: (frame: number, bytes: number) => number;
  /** Bytes of a frame at a level of the ladder, at a time. */
  readonly frameBytes: number | ((level: number, atMs: number) => number);
  /** The bytes of each level relative to the first, as the ladder says. Default: one level. */
  readonly levels?: readonly number[];
  /** Frames a second of the source at a time; Infinity for one that always has a frame. */
  readonly fps: (atMs: number) => number;
  /** Frames a second that the reader takes at the most; 0 while it takes none. Default: all. */
  readonly takes?: (atMs: number) => number;
  readonly maxLatencyMs?: number;
  /** The reader says when a frame came. Default true. */
  readonly saysReceived?: boolean;
}

/** A frame that is there to be sent. */
interface Waiting {
  readonly captured: number;
  readonly level: number;
  readonly bytes: number;
}

/** A frame that left. */
interface Sent {
  readonly at: number;
  readonly bytes: number;
  readonly level: number;
  /** Bytes in flight with it, and what the congestion window was then. */
  readonly inFlight: number;
  readonly congestionWindow: number;
}

/** A frame that came. Times are in milliseconds, of the path's clock. */
interface Arrived {
  readonly at: number;
  readonly captured: number;
  readonly age: number;
  readonly level: number;
}

/** What happened on a {@link PathOptions path}. */
export interface Run {
  readonly controller: CongestionController;
  readonly sent: readonly Sent[];
  /** In the order in which they were sent: none is lost. */
  readonly arrived: readonly Arrived[];
  /** Those that the reader took; `at` and `age` are of then. */
  readonly taken: readonly Arrived[];
  /** Frames a second that came between two times. */
  rate(fromMs: number, toMs: number): number;
  /** The age that a share of the frames which came between two times did not exceed. */
  age(share: number, fromMs: number, toMs: number): number;
  /** The longest time between two arrivals, between two times. */
  longestGap(fromMs: number, toMs: number): number;
  /** The levels of the frames that came between two times. */
  levels(fromMs: number, toMs: number): readonly number[];
}

interface Event {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** Numbers from 0 to 1 that look random, and are the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The bytes of a TCP segment on an Ethernet path. */
const segmentBytes = 1448;

/**
 * What packets that are lost with some chance do to a frame of many: it comes about a round trip later, and later
 * again if what was sent again is lost too.
 */
export function losses(chance: number, roundTripMs: number, seed: number): (frame: number, bytes: number) => number {
  const random = randomNumbers(seed);
  return (_, bytes) => {
    let missing = Math.ceil(bytes / segmentBytes);
    let extra = 0;
    while (missing > 0) {
      let lost = 0;
      for (let packet = 0; packet < missing; packet++) if (random() < chance) lost++;
      if (lost > 0) extra += roundTripMs * (1 + random() / 4) + 2;
      missing = lost;
    }
    return extra;
  };
}

/** A timer of a program is late by so much. */
const timerLateness = 0.5;

/** Runs a controller against a path. Events happen in order of time; nothing waits for a real clock. */
export function simulate(options: PathOptions, untilMs: number): Run {
  const { frameBytes, fps, takes = () => Number.POSITIVE_INFINITY, levels = [1], maxLatencyMs = 150 } = options;
  const controller = new CongestionController({ maxLatency: maxLatencyMs * 1000 });
  controller.startStream(levels);
  const clocks = new ClockSync();
  const events: Event[] = [];
  const sent: Sent[] = [];
  const arrived: Arrived[] = [];
  const taken: Arrived[] = [];
  let clock = 1;
  let order = 0;
  let linkFree = 0;
  /** Nothing comes before what was sent earlier, in either direction. */
  let arrivedUntil = 0;
  let answeredUntil = 0;
  let number = 0;

  const oneWay = (): number =>
    (typeof options.roundTripMs === "number" ? options.roundTripMs : options.roundTripMs(clock)) / 2;
  /** The list is short: what is in flight, and a few timers. */
  function after(ms: number, run: () => void): void {
    const event = { at: clock + ms, order: order++, run };
    let index = events.length;
    while (index > 0 && (events[index - 1] as Event).at > event.at) index--;
    events.splice(index, 0, event);
  }
  /** Over the link, behind what is in its queue; a millisecond at a time where its rate may change. */
  function transmit(bytes: number, extraMs: number, arrive: () => void): void {
    linkFree = Math.max(linkFree, clock);
    if (typeof options.bytesPerSecond === "number") linkFree += (bytes * 1000) / options.bytesPerSecond;
    else {
      let left = bytes;
      while (left > 0 && linkFree < untilMs) {
        const perMs = options.bytesPerSecond(linkFree) / 1000;
        const part = Math.min(left, perMs);
        linkFree += perMs === 0 ? 1 : part / perMs;
        left -= part;
      }
    }
    arrivedUntil = Math.max(linkFree + oneWay() + extraMs, arrivedUntil);
    after(arrivedUntil - clock, arrive);
  }
  /** Back to the sender, where nothing stands in the way. Gives when it will be there to `arrive`. */
  function answer(arrive: (at: number) => void): void {
    const at = Math.max(clock + oneWay(), answeredUntil);
    answeredUntil = at;
    after(at - clock, () => arrive(at));
  }

  // The receiver, as inbox.ts is.
  let slot: { readonly number: number; readonly frame: Arrived } | undefined;
  let last = { number: 0, at: 0, waited: 0 };
  let wanted = 0;
  let acknowledged = 0;
  let looksAt = 0;
  function flush(): void {
    if (last.number <= acknowledged) return;
    const { number: frames, at: received, waited } = last;
    acknowledged = frames;
    answer((at) => {
      const said = options.saysReceived === false ? undefined : clocks.earliestArrival(received * 1000);
      controller.onAck(
        { consumed: frames, answeredAt: Math.min(said ?? (at - waited) * 1000, at * 1000), ackDelay: waited * 1000 },
        at * 1000,
      );
      trySend();
    });
  }
  function take(): void {
    if (slot === undefined || clock < looksAt) return;
    const pace = takes(clock);
    const pause = pace === 0 ? 50 : 1000 / pace;
    if (pause > 0) {
      looksAt = clock + pause;
      after(pause, take);
    }
    if (pace === 0) return;
    const { number: own, frame } = slot;
    slot = undefined;
    taken.push({ ...frame, at: clock, age: clock - frame.captured });
    last = { number: own, at: frame.at, waited: clock - frame.at };
    if (wanted > acknowledged) flush();
  }

  // The sender, as outbox.ts and keep-alive.ts are.
  let waiting: Waiting | undefined;
  let timer = 0;
  let pingedAt = Number.NEGATIVE_INFINITY;
  function ping(): void {
    if (clock - pingedAt < 2) return;
    pingedAt = clock;
    const left = clock;
    controller.onPing(left * 1000);
    transmit(12, 0, () => {
      flush();
      const came = clock * 1000;
      answer((at) => {
        clocks.add({ pingSent: left * 1000, received: came, sent: came }, at * 1000);
        controller.onPong(left * 1000, Math.min(clocks.earliestArrival(came) ?? at * 1000, at * 1000));
        trySend();
      });
    });
  }
  function trySend(): void {
    while (waiting) {
      const { captured, level, bytes } = waiting;
      const sendTime = controller.nextSendTime(bytes, clock * 1000) / 1000;
      if (controller.wantsPing(clock * 1000)) ping();
      if (sendTime > clock) {
        const own = ++timer;
        if (Number.isFinite(sendTime))
          after(sendTime - clock + timerLateness, () => {
            if (own === timer) trySend();
          });
        return;
      }
      waiting = undefined;
      timer++;
      send({ captured, level, bytes });
      if (fps(clock) === Number.POSITIVE_INFINITY) capture();
    }
  }
  function send({ captured, level, bytes }: Waiting): void {
    const congestionWindow = controller.congestionWindow(bytes, clock * 1000);
    const ackRequested = controller.wantsAck(bytes, clock * 1000);
    controller.onSent({ bytes, level, ackRequested }, clock * 1000);
    const own = ++number;
    sent.push({ at: clock, bytes, level, inFlight: controller.inFlight.bytes, congestionWindow });
    transmit(bytes, options.extraMs?.(own, bytes) ?? 0, () => {
      const frame = { at: clock, captured, age: clock - captured, level };
      arrived.push(frame);
      slot = { number: own, frame };
      if (ackRequested) wanted = own;
      take();
    });
  }
  function capture(): void {
    const { level } = controller;
    const bytes = typeof frameBytes === "number" ? frameBytes * (levels[level] ?? 1) : frameBytes(level, clock);
    waiting = { captured: clock, level, bytes };
    controller.onFrameReady({ bytes, level, age: 0 }, clock * 1000);
  }
  function shoot(): void {
    const pace = fps(clock);
    if (pace > 0) capture();
    trySend();
    after(Number.isFinite(pace) && pace > 0 ? 1000 / pace : 50, shoot);
  }
  function beat(): void {
    ping();
    after(400, beat);
  }
  after(0, beat);
  after(0.1, shoot);

  while (events.length > 0) {
    const event = events.shift() as Event;
    if (event.at > untilMs) break;
    clock = event.at;
    event.run();
  }

  const between = (from: number, to: number) => arrived.filter(({ at }) => at >= from && at < to);
  return {
    controller,
    sent,
    arrived,
    taken,
    rate: (from, to) => (between(from, to).length * 1000) / (to - from),
    age(share, from, to) {
      const ages = between(from, to).map(({ age }) => age);
      return ages.sort((a, b) => a - b)[Math.ceil(share * ages.length) - 1] ?? Number.NaN;
    },
    longestGap: (from, to) => {
      const times = between(from, to).map(({ at }) => at);
      return times.reduce((gap, at, i) => Math.max(gap, at - (times[i - 1] ?? from)), 0);
    },
    levels: (from, to) => between(from, to).map(({ level }) => level),
  };
}
