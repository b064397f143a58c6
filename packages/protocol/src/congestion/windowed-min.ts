interface Entry {
  readonly value: number;
  readonly at: number;
}

/** The lowest value of the last `memory` units of time; the newest of those that are equal. */
export class WindowedMin {
  readonly #memory: number;
  /** The lowest first, each higher and newer than the one before. */
  readonly #entries: Entry[] = [];

  constructor(memory: number) {
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
    for (let last = entries.at(-1); last && value <= last.value; last = entries.at(-1)) entries.pop();
    entries.push({ value, at });
    for (let first = entries[0]; first && at - first.at > this.#memory; first = entries[0]) entries.shift();
  }
}
