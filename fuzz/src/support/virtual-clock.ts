/** A clock and timers under the control of a target. */

import { ensure } from "../target.ts";

/** The timers and the monotonic clock of this process, which move only with `advance`. */
export interface VirtualClock {
  /** Advances the time by milliseconds: calls due timers at their times, and lets pending promises settle after each. */
  advance(ms: number): Promise<void>;
  /** Timers that have not fired and were not cleared. */
  readonly pending: number;
  /** Restores the real clock and timers. */
  restore(): void;
}

interface Timer {
  due: number;
  readonly every: number | undefined;
  readonly call: () => void;
}

const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, performance } = globalThis;
const realNow = performance.now;

/** Lets all work settle that does not wait for a timer. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Start of the virtual time, in milliseconds: the same in every process, so that runs are reproducible. */
const epoch = 1_700_000_000_000;
/** Longest delay of a Node timer. A longer one would fire at once. */
const maxDelay = 2 ** 31 - 1;

/** Installs a virtual clock. `advance` throws what a timer throws. */
export function installVirtualClock(): VirtualClock {
  const timers = new Map<number, Timer>();
  let at = 0;
  let next = 1;

  function add(call: () => void, ms: number, every: number | undefined): number {
    ensure(ms >= 0 && ms <= maxDelay, `A timer was set to ${ms} ms.`);
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
      await settle();
      for (let found = earliest(until); found; found = earliest(until)) {
        const [id, timer] = found;
        at = timer.due;
        if (timer.every === undefined) timers.delete(id);
        else timer.due += timer.every;
        timer.call();
        await settle();
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
