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
  let entries: { readonly value: number; readonly at: number }[] = [];
  const extreme: Mutable<Extreme> = {
    value: undefined,
    at: Number.NEGATIVE_INFINITY,
    add(value, at) {
      entries = entries.filter((entry) => at - entry.at <= memory && !better(value, entry.value));
      entries.push({ value, at });
      const [best] = entries;
      extreme.value = best?.value;
      extreme.at = best?.at ?? Number.NEGATIVE_INFINITY;
    },
  };
  return extreme;
}
