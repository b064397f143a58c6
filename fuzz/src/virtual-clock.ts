import { ensure } from "./target.ts";

/** The timers and the monotonic clock of this process, while they stand still until somebody moves them on. */
export interface VirtualClock {
  /** So many milliseconds pass: what is due meanwhile is called at its time, and what follows from that is let happen. */
  advance(ms: number): Promise<void>;
  /** Timers that have not fired and were not cleared. */
  readonly pending: number;
  /** Gives the process its own clock back. */
  restore(): void;
}

interface Timer {
  due: number;
  readonly every: number | undefined;
  readonly call: () => void;
}

const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, performance } = globalThis;
const realNow = performance.now;

/** Lets everything happen that waits for no timer. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Where time begins, in milliseconds: the same in every process, so that the same input does the same. */
const epoch = 1_700_000_000_000;
/** More than Node's timers can: it would fire at once, again and again. */
const longest = 2 ** 31 - 1;

/** Takes the clock over. What a timer throws is thrown by `advance`. */
export function takeClock(): VirtualClock {
  const timers = new Map<number, Timer>();
  let at = 0;
  let next = 1;

  function add(call: () => void, ms: number, every: number | undefined): number {
    ensure(ms >= 0 && ms <= longest, `A timer was set to ${ms} ms.`);
    timers.set(next, { due: at + Math.max(ms, 1), every, call });
    return next++;
  }
  function clear(id: number | undefined): void {
    if (id !== undefined) timers.delete(id);
  }
  function earliest(until: number): [number, Timer] | undefined {
    let found: [number, Timer] | undefined;
    for (const each of timers) {
      if (each[1].due <= until && (!found || each[1].due < found[1].due)) found = each;
    }
    return found;
  }

  Object.assign(globalThis, {
    setTimeout: (call: () => void, ms = 1) => add(call, ms, undefined),
    setInterval: (call: () => void, ms = 1) => add(call, ms, Math.max(ms, 1)),
    clearTimeout: clear,
    clearInterval: clear,
  });
  performance.now = () => epoch - performance.timeOrigin + at;

  return {
    async advance(ms) {
      const until = at + ms;
      await settled();
      for (let found = earliest(until); found; found = earliest(until)) {
        const [id, timer] = found;
        at = timer.due;
        if (timer.every === undefined) timers.delete(id);
        else timer.due += timer.every;
        timer.call();
        await settled();
      }
      at = until;
    },
    get pending() {
      return timers.size;
    },
    restore() {
      Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval });
      performance.now = realNow;
    },
  };
}
