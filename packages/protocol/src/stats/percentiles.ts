/** The spread of recent values. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** Remembers values for a while. */
export interface PercentileMeter {
  /** A value, at a time in microseconds. */
  add(value: number, at: number): void;
  /** The nearest ranks of the last five seconds' values; undefined when there are none. */
  read(at: number): Percentiles | undefined;
}

/** Five seconds at 30 frames a second, and a few. */
const remembered = 160;
/** What is older than so many microseconds does not count. */
export const recently = 5_000_000;

/** Makes a {@link PercentileMeter}, which keeps the latest 160 values. */
export function createPercentileMeter(): PercentileMeter {
  /** Each value beside its time. */
  const entries = new Float64Array(2 * remembered).fill(Number.NEGATIVE_INFINITY);
  let next = 0;
  return {
    add(value, at) {
      entries[next] = value;
      entries[next + 1] = at;
      next = (next + 2) % entries.length;
    },
    read: (now) => percentilesOf(entries.filter((_, i) => i % 2 === 0 && (entries[i + 1] as number) >= now - recently)),
  };
}

/** Sorts these values, and gives their nearest ranks; undefined when there are none. */
export function percentilesOf(values: Float64Array): Percentiles | undefined {
  if (values.length === 0) return undefined;
  values.sort();
  const at = (share: number): number => values[Math.ceil(share * values.length) - 1] as number;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
}
