/** Percentiles of recent values. */

/** The spread of recent values. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** Keeps the latest 160 values, and returns the percentiles of those of the last five seconds. */
export class PercentileMeter {
  /** Rings of the same size, allocated with the first value. */
  #values: Float64Array | undefined;
  #times: Float64Array | undefined;
  #next = 0;

  /** Adds a value, at a time in microseconds. */
  add(value: number, at: number): void {
    this.#values ??= new Float64Array(maxValues);
    this.#times ??= new Float64Array(maxValues).fill(Number.NEGATIVE_INFINITY);
    this.#values[this.#next] = value;
    this.#times[this.#next] = at;
    this.#next = (this.#next + 1) % maxValues;
  }

  /** Nearest ranks; undefined if there are no values. */
  read(at: number): Percentiles | undefined {
    const times = this.#times;
    const recent = this.#values?.filter((_, i) => (times?.[i] as number) >= at - maxAge).sort();
    if (!recent || recent.length === 0) return undefined;
    const rank = (quantile: number): number => recent[Math.ceil(quantile * recent.length) - 1] as number;
    return { p50: rank(0.5), p95: rank(0.95), max: rank(1) };
  }
}

/** Five seconds at 30 frames per second, and a few more. */
const maxValues = 160;
/** In microseconds. */
const maxAge = 5_000_000;
