/** Runs a congestion controller against a simulated path, in virtual time. */
import { CongestionController } from "../src/congestion/congestion-controller.ts";
import { ClockSync } from "../src/liveness/clock-sync.ts";

/** A network path in virtual time: a link with a rate and a delay, a source at one end and a reader at the other. */
export interface PathOptions {
  /** Rate of the link at a time, in bytes per second; 0 while it is cut. Its queue is unlimited, as that of a socket. */
  readonly bytesPerSecond: number | ((atMs: number) => number);
  /** Round-trip time without a queue, in milliseconds. */
  readonly roundTripMs: number | ((atMs: number) => number);
  /**
   * Extra delay of the nth frame in milliseconds, such as for {@link losses lost packets}. Later frames wait behind it,
   * as over TCP.
   */
  readonly extraMs?: (frame: number, bytes: number) => number;
  /** Bytes of a frame at a level of the ladder, at a time. */
  readonly frameBytes: number | ((level: number, atMs: number) => number);
  /** The relative bytes of each level, as in the ladder. Default: one level. */
  readonly levels?: readonly number[];
  /** Frame rate of the source at a time; Infinity for a source that always has a frame. */
  readonly fps: (atMs: number) => number;
  /** Highest frame rate of the reader at a time; 0 while it does not read. Default: unlimited. */
  readonly readsPerSecond?: (atMs: number) => number;
  /** How long a frame is encoded at a level, in milliseconds. Default: it is ready at once. */
  readonly encodingMs?: (level: number) => number;
  readonly maxLatencyMs?: number;
  /** Whether acks have the time at which the frame arrived. Default true. */
  readonly sendsReceivedAt?: boolean;
}

/** A frame that waits to be sent. */
interface Waiting {
  readonly captured: number;
  readonly level: number;
  readonly bytes: number;
}

/** A frame that was sent. */
interface Sent {
  readonly at: number;
  readonly bytes: number;
  readonly level: number;
  /** Bytes in flight, this frame included, and the congestion window at that time. */
  readonly inFlight: number;
  readonly congestionWindow: number;
}

/** A frame that arrived. Times are in milliseconds on the clock of the path. */
interface Arrived {
  readonly at: number;
  readonly captured: number;
  readonly age: number;
  readonly level: number;
}

/** The result of {@link simulate}. */
export interface Run {
  readonly controller: CongestionController;
  readonly sent: readonly Sent[];
  /** In the order in which they were sent. No frame is lost. */
  readonly arrived: readonly Arrived[];
  /** The frames that the reader consumed; `at` and `age` are those of that moment. */
  readonly consumed: readonly Arrived[];
  /** Rate of the frames that arrived between two times, in frames per second. */
  rate(fromMs: number, toMs: number): number;
  /** Quantile (0 to 1) of the age of the frames that arrived between two times. */
  age(quantile: number, fromMs: number, toMs: number): number;
  /** The longest time without a frame, between two times. */
  longestGap(fromMs: number, toMs: number): number;
  /** The levels of the frames that arrived between two times. */
  levels(fromMs: number, toMs: number): readonly number[];
}

interface Event {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** Pseudorandom numbers from 0 to 1 (mulberry32). The same seed yields the same numbers. */
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
 * The extra delay of frames on a path that loses packets with a probability: about a round trip for each transmission of
 * the missing packets.
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

/** How late timers fire, in milliseconds. */
const timerLateness = 0.5;

/** Runs a controller against a path. Events run in order of their time; nothing waits for a real clock. */
export function simulate(options: PathOptions, untilMs: number): Run {
  const {
    frameBytes,
    fps,
    readsPerSecond = () => Number.POSITIVE_INFINITY,
    levels = [1],
    maxLatencyMs = 150,
  } = options;
  const controller = new CongestionController({ maxLatency: maxLatencyMs * 1000 });
  controller.startStream(levels);
  const clockSync = new ClockSync();
  const events: Event[] = [];
  const sent: Sent[] = [];
  const arrived: Arrived[] = [];
  const consumed: Arrived[] = [];
  let clock = 1;
  let order = 0;
  let linkFree = 0;
  /** Bytes arrive in the order in which they were sent, in either direction. */
  let arrivedUntil = 0;
  let answeredUntil = 0;
  let number = 0;

  const oneWay = (): number =>
    (typeof options.roundTripMs === "number" ? options.roundTripMs : options.roundTripMs(clock)) / 2;
  /** Inserts by a linear search: the list has only the frames in flight and a few timers. */
  function after(ms: number, run: () => void): void {
    const event = { at: clock + ms, order: order++, run };
    let index = events.length;
    while (index > 0 && (events[index - 1] as Event).at > event.at) index--;
    events.splice(index, 0, event);
  }
  /** Sends over the link, behind its queue; in steps of one millisecond where the rate may change. */
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
  /** Sends back without a queue. Calls `arrive` with the time of arrival. */
  function answer(arrive: (at: number) => void): void {
    const at = Math.max(clock + oneWay(), answeredUntil);
    answeredUntil = at;
    after(at - clock, () => arrive(at));
  }

  // The receiver, like frame-receiver.ts.
  let slot: { readonly number: number; readonly frame: Arrived } | undefined;
  let last = { number: 0, at: 0, waited: 0 };
  let ackRequestedUpTo = 0;
  let acked = 0;
  let nextReadAt = 0;
  function flush(): void {
    if (last.number <= acked) return;
    const { number: frames, at: received, waited } = last;
    acked = frames;
    answer((at) => {
      const reportedAt = options.sendsReceivedAt === false ? undefined : clockSync.earliestArrival(received * 1000);
      controller.onAck(
        {
          consumed: frames,
          answeredAt: Math.min(reportedAt ?? (at - waited) * 1000, at * 1000),
          ackDelay: waited * 1000,
        },
        at * 1000,
      );
      trySend();
    });
  }
  function take(): void {
    if (slot === undefined || clock < nextReadAt) return;
    const pace = readsPerSecond(clock);
    const pause = pace === 0 ? 50 : 1000 / pace;
    if (pause > 0) {
      nextReadAt = clock + pause;
      after(pause, take);
    }
    if (pace === 0) return;
    const { number: own, frame } = slot;
    slot = undefined;
    consumed.push({ ...frame, at: clock, age: clock - frame.captured });
    last = { number: own, at: frame.at, waited: clock - frame.at };
    if (ackRequestedUpTo > acked) flush();
  }

  // The sender, like frame-sender.ts and keep-alive.ts.
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
      const pingReceivedAt = clock * 1000;
      answer((at) => {
        clockSync.add({ pingSent: left * 1000, received: pingReceivedAt, sent: pingReceivedAt }, at * 1000);
        controller.onPong(left * 1000, Math.min(clockSync.earliestArrival(pingReceivedAt) ?? at * 1000, at * 1000));
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
      if (ackRequested) ackRequestedUpTo = own;
      take();
    });
  }
  function capture(): void {
    const { level } = controller;
    const bytes = typeof frameBytes === "number" ? frameBytes * (levels[level] ?? 1) : frameBytes(level, clock);
    const captured = clock;
    const encodingMs = options.encodingMs?.(level) ?? 0;
    if (encodingMs === 0) ready();
    else
      after(encodingMs, () => {
        ready();
        trySend();
      });
    function ready(): void {
      waiting = { captured, level, bytes };
      controller.onFrameReady({ bytes, level, encodingTime: (clock - captured) * 1000 }, clock * 1000);
    }
  }
  function captureRepeatedly(): void {
    const pace = fps(clock);
    if (pace > 0) capture();
    trySend();
    after(Number.isFinite(pace) && pace > 0 ? 1000 / pace : 50, captureRepeatedly);
  }
  function pingRepeatedly(): void {
    ping();
    after(400, pingRepeatedly);
  }
  after(0, pingRepeatedly);
  after(0.1, captureRepeatedly);

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
    consumed,
    rate: (from, to) => (between(from, to).length * 1000) / (to - from),
    age(quantile, from, to) {
      const ages = between(from, to).map(({ age }) => age);
      return ages.sort((a, b) => a - b)[Math.ceil(quantile * ages.length) - 1] ?? Number.NaN;
    },
    longestGap: (from, to) => {
      const times = between(from, to).map(({ at }) => at);
      return times.reduce((gap, at, i) => Math.max(gap, at - (times[i - 1] ?? from)), 0);
    },
    levels: (from, to) => between(from, to).map(({ level }) => level),
  };
}
