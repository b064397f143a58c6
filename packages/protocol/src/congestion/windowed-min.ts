/** A windowed minimum filter, as BBR has for its round trips. */

/** The lowest value of the last `length` units of time; the newest of equal values. */
export class WindowedMin {
  readonly #length: number;
  /** The lowest first, each higher and newer than the one before. */
  readonly #entries: Entry[] = [];

  constructor(length: number) {
    this.#length = length;
  }

  /** Undefined before the first value. */
  get value(): number | undefined {
    return this.#entries[0]?.value;
  }

  /** When that value was added; -Infinity before the first. */
  get at(): number {
    return this.#entries[0]?.at ?? Number.NEGATIVE_INFINITY;
  }

  add(value: number, at: number): void {
    const entries = this.#entries;
    for (let last = entries.at(-1); last && value <= last.value; last = entries.at(-1)) entries.pop();
    entries.push({ value, at });
    for (let first = entries[0]; first && at - first.at > this.#length; first = entries[0]) entries.shift();
  }
}

interface Entry {
  readonly value: number;
  readonly at: number;
}
