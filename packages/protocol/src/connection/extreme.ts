import type { Mutable } from "./mutable.ts";

/** The best of the values of the last while. */
export interface Extreme {
  /** Undefined while there is none. */
  readonly value: number | undefined;
  /** When it came; -Infinity while there is none. */
  readonly at: number;
  add(value: number, at: number): void;
}

/** Remembers the best value of the last `memory` units of time; the newest of those that are equal. */
export function createExtreme(better: (a: number, b: number) => boolean, memory: number): Extreme {
  /** The best first, each worse and newer than the one before. */
  const entries: { readonly value: number; readonly at: number }[] = [];
  const extreme: Mutable<Extreme> = {
    value: undefined,
    at: Number.NEGATIVE_INFINITY,
    add(value, at) {
      for (let last = entries.at(-1); last && better(value, last.value); last = entries.at(-1)) entries.pop();
      entries.push({ value, at });
      let best = entries[0] as (typeof entries)[number];
      for (; at - best.at > memory; best = entries[0] as typeof best) entries.shift();
      extreme.value = best.value;
      extreme.at = best.at;
    },
  };
  return extreme;
}
