import { now } from "@framewire/media";

/**
 * What is called when its time has come; gives back when it is to be called next. `awokeAt` is when this process last
 * went on after it had slept or been busy for long: -Infinity if it has not. All in microseconds.
 */
export type Ticking = (at: number, awokeAt: number) => number;

/** Milliseconds between two looks at who is to be called. */
const tickMs = 50;

/** What is due within so many milliseconds is due: a timer may be that early. */
const earlyMs = 2;

/** A look that is so many milliseconds late: this process slept, or was busy. */
const lateMs = 500;

/** Who is to be called, and when. */
const listeners = new Map<Ticking, number>();
let timer: ReturnType<typeof setInterval> | undefined;
let tickedAt = 0;
let awokeAt = Number.NEGATIVE_INFINITY;

/**
 * Calls `listener` at the first tick, and then when it says, or a tick later, from one timer for all
 * connections of the process: hundreds would wake it hundreds of times a second. Gives back what ends that.
 */
export function onTick(listener: Ticking): () => void {
  if (!timer) {
    tickedAt = now();
    timer = setInterval(tick, tickMs);
  }
  listeners.set(listener, 0);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Whether it is the time `due`, but for a timer's earliness. */
export function isDue(due: number, at: number): boolean {
  return due <= at + earlyMs * 1000;
}

function tick(): void {
  const at = now();
  if (at - tickedAt > (tickMs + lateMs) * 1000) awokeAt = at;
  tickedAt = at;
  listeners.forEach((due, listener) => {
    if (!isDue(due, at)) return;
    const next = listener(at, awokeAt);
    if (listeners.has(listener)) listeners.set(listener, next);
  });
}
