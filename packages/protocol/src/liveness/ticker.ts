/** One timer for the keep-alives of all connections of the process: hundreds of timers would wake it hundreds of times per second. */

import { now } from "@framewire/media";

/**
 * Called when it is due. Returns the time of its next call. `awokeAt` is when this process last resumed after it was
 * suspended or busy for long: -Infinity if it never was. All times are in microseconds.
 */
export type TickListener = (at: number, awokeAt: number) => number;

/** Interval of the timer, in milliseconds. */
const tickMs = 50;

/** Timers may fire this many milliseconds early: a listener that is due within them is called. */
const earlyMs = 2;

/** A tick that is this many milliseconds late means that the process was suspended or busy. */
const lateMs = 500;

/** The listeners, with the time of their next call. */
const listeners = new Map<TickListener, number>();
let timer: ReturnType<typeof setInterval> | undefined;
let tickedAt = 0;
let awokeAt = Number.NEGATIVE_INFINITY;

/** Calls `listener` at the next tick, and then at the first tick from the time that it returns. Returns a function that stops the calls. */
export function onTick(listener: TickListener): () => void {
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

/** Whether the time `due` has come, allowing for early timers. */
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
