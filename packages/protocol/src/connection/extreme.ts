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
  return {
    get value() {
      return entries[0]?.value;
    },
    get at() {
      return entries[0]?.at ?? Number.NEGATIVE_INFINITY;
    },
    add(value, at) {
      entries = entries.filter((entry) => at - entry.at <= memory && !better(value, entry.value));
      entries.push({ value, at });
    },
  };
}
