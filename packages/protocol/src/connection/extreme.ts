interface Entry {
  readonly value: number;
  readonly at: number;
}

/** The best value of the last `memory` units of time; the newest of those that are equal. */
export class Extreme {
  readonly #better: (a: number, b: number) => boolean;
  readonly #memory: number;
  /** The best first, each worse and newer than the one before. */
  readonly #entries: Entry[] = [];

  constructor(better: (a: number, b: number) => boolean, memory: number) {
    this.#better = better;
    this.#memory = memory;
  }

  /** Undefined while there is none. */
  get value(): number | undefined {
    return this.#entries[0]?.value;
  }

  /** When it came; -Infinity while there is none. */
  get at(): number {
    return this.#entries[0]?.at ?? Number.NEGATIVE_INFINITY;
  }

  add(value: number, at: number): void {
    const entries = this.#entries;
    for (let last = entries.at(-1); last && this.#better(value, last.value); last = entries.at(-1)) entries.pop();
    entries.push({ value, at });
    for (let best = entries[0]; best && at - best.at > this.#memory; best = entries[0]) entries.shift();
  }
}
