import { createWindow, type Window, type WindowOptions } from "../src/connection/window.ts";

/** A path in virtual time: a link of some rate and delay, with a source at its one end and a reader at the other. */
export interface PathOptions {
  /** Bytes a second of the link. It has a queue without end, as a socket has. */
  readonly bytesPerSecond: number;
  /** There and back, in milliseconds, without any queue. */
  readonly roundTripMs: number | ((atMs: number) => number);
  readonly frameBytes: number;
  /** Frames a second of the source at a time; Infinity for one that always has a frame. */
  readonly fps: (atMs: number) => number;
  /** Frames a second that the reader takes at the most; 0 while it takes none. Default: all. */
  readonly takes?: (atMs: number) => number;
  readonly window?: WindowOptions;
}

/** What happened on a {@link PathOptions path}. */
export interface Run {
  readonly window: Window;
  /** When each frame left, and what the window was then, in milliseconds and frames. */
  readonly sent: readonly { readonly at: number; readonly limit: number; readonly inFlight: number }[];
  /** When each frame came, and how long it had been on the way. */
  readonly arrived: readonly { readonly at: number; readonly age: number }[];
  /** The limit at each tenth of a second. */
  readonly limits: readonly { readonly at: number; readonly limit: number }[];
  /** Frames a second that came between two times. */
  rate(fromMs: number, toMs: number): number;
  /** The longest time between two arrivals, between two times. */
  longestGap(fromMs: number, toMs: number): number;
}

/** Runs a window against a path. Events happen in order of time; nothing waits for a real clock. */
export function simulate(options: PathOptions, untilMs: number): Run {
  const { bytesPerSecond, frameBytes, fps, takes = () => Number.POSITIVE_INFINITY } = options;
  const window = createWindow(options.window);
  const events: { at: number; order: number; run: () => void }[] = [];
  const sent: { at: number; limit: number; inFlight: number }[] = [];
  const arrived: { at: number; age: number }[] = [];
  const limits: { at: number; limit: number }[] = [];
  let clock = 1;
  let order = 0;
  let linkFree = 0;
  let askedAt = Number.NEGATIVE_INFINITY;
  let pendingAsk = false;
  /** The newest captured frame that was not sent. */
  let waiting: number | undefined;
  let number = 0;

  const oneWay = (): number =>
    (typeof options.roundTripMs === "number" ? options.roundTripMs : options.roundTripMs(clock)) / 2;
  const after = (ms: number, run: () => void): void => {
    events.push({ at: clock + ms, order: order++, run });
  };
  /** Over the link, behind what is in its queue. */
  function transmit(bytes: number, arrive: () => void): void {
    linkFree = Math.max(linkFree, clock) + (bytes / bytesPerSecond) * 1000;
    after(linkFree - clock + oneWay(), arrive);
  }

  // The receiver, as inbox.ts is.
  let slot: number | undefined;
  let taken = 0;
  let wanted = 0;
  let acknowledged = 0;
  let readerFreeAt = 0;
  function flush(): void {
    if (taken <= acknowledged) return;
    acknowledged = taken;
    const frames = taken;
    after(oneWay(), () => {
      window.acknowledged(frames, clock * 1000);
      wake();
    });
  }
  function take(): void {
    if (slot === undefined || clock < readerFreeAt) return;
    if (takes(clock) === 0) {
      after(50, take);
      return;
    }
    taken = slot;
    slot = undefined;
    const pause = 1000 / takes(clock);
    if (pause > 0) {
      readerFreeAt = clock + pause;
      after(pause, take);
    }
    if (wanted > acknowledged) flush();
  }

  // The sender, as outbox.ts and keep-alive.ts are.
  function ping(): void {
    askedAt = clock;
    const left = clock;
    transmit(20, () => {
      flush();
      after(oneWay(), () => {
        window.roundTrip((clock - left) * 1000, clock * 1000);
        wake();
      });
    });
  }
  function ask(): void {
    if (pendingAsk) return;
    pendingAsk = true;
    after(Math.max(askedAt + 50 - clock, 0), () => {
      pendingAsk = false;
      ping();
    });
  }
  function wake(): void {
    while (window.open && (waiting !== undefined || fps(clock) === Number.POSITIVE_INFINITY)) {
      const captured = waiting ?? clock;
      waiting = undefined;
      const own = ++number;
      const { limit, inFlight } = window;
      const receiptWanted = window.sent(clock * 1000);
      sent.push({ at: clock, limit, inFlight });
      transmit(frameBytes, () => {
        arrived.push({ at: clock, age: clock - captured });
        slot = own;
        if (receiptWanted) wanted = own;
        take();
      });
    }
    if (window.wantsPing) ask();
  }
  function capture(): void {
    const pace = fps(clock);
    if (pace > 0) waiting = clock;
    wake();
    after(Number.isFinite(pace) && pace > 0 ? 1000 / pace : 50, capture);
  }
  function beat(): void {
    ping();
    after(400, beat);
  }
  function observe(): void {
    limits.push({ at: clock, limit: window.limit });
    after(100, observe);
  }
  after(0, beat);
  after(0.1, capture);
  after(0, observe);

  while (events.length > 0) {
    let next = 0;
    for (let i = 1; i < events.length; i++) {
      const [a, b] = [events[i], events[next]];
      if (a && b && (a.at < b.at || (a.at === b.at && a.order < b.order))) next = i;
    }
    const [event] = events.splice(next, 1);
    if (!event || event.at > untilMs) break;
    clock = event.at;
    event.run();
  }

  const between = (from: number, to: number) => arrived.filter(({ at }) => at >= from && at < to);
  return {
    window,
    sent,
    arrived,
    limits,
    rate: (from, to) => (between(from, to).length * 1000) / (to - from),
    longestGap: (from, to) => {
      const times = between(from, to).map(({ at }) => at);
      return times.reduce((gap, at, i) => Math.max(gap, at - (times[i - 1] ?? from)), 0);
    },
  };
}
