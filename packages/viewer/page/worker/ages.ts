/** The age of frames when they are drawn. */
export interface Ages {
  /** Adds a frame that was drawn at `at` with this age, both in milliseconds. */
  add(age: number, at: number): void;
  /** Median and 95th percentile of the ages of the last five seconds, in milliseconds. */
  percentiles(at: number): { readonly p50: number; readonly p95: number } | undefined;
  /** Median and maximum since the last call, in milliseconds. */
  recent(): { readonly median: number; readonly max: number } | undefined;
  /** Frames per second, over the last two seconds. */
  fps(at: number): number;
  /** When the newest frame was drawn, in milliseconds. */
  readonly latest: number | undefined;
  clear(): void;
}

const memoryMs = 5000;
const rateMs = 2000;
/** Five seconds at 120 frames per second. */
const capacity = 600;

/** Creates an empty {@link Ages}. */
export function createAges(): Ages {
  let drawn: { readonly age: number; readonly at: number }[] = [];
  let sinceReport: number[] = [];
  return {
    add(age, at) {
      drawn.push({ age, at });
      sinceReport.push(age);
      if (drawn.length > capacity) drawn = drawn.slice(-capacity / 2);
      if (sinceReport.length > capacity) sinceReport = sinceReport.slice(-capacity / 2);
    },
    percentiles(at) {
      drawn = drawn.filter((one) => one.at >= at - memoryMs);
      const ages = drawn.map(({ age }) => age);
      return ages.length === 0 ? undefined : { p50: percentile(ages, 0.5), p95: percentile(ages, 0.95) };
    },
    recent() {
      const ages = sinceReport;
      sinceReport = [];
      return ages.length === 0 ? undefined : { median: percentile(ages, 0.5), max: percentile(ages, 1) };
    },
    fps(at) {
      const counted = drawn.filter((one) => one.at >= at - rateMs);
      const first = counted[0];
      const last = counted.at(-1);
      if (!first || !last || counted.length < 2) return 0;
      // The rate falls when frames stop, and does not rise for a single frame.
      const spanMs = Math.max(last.at - first.at, at - first.at - 500, 1);
      return ((counted.length - 1) * 1000) / spanMs;
    },
    get latest() {
      return drawn.at(-1)?.at;
    },
    clear() {
      drawn = [];
      sinceReport = [];
    },
  };
}

/** The nearest rank of a fraction from 0 to 1; `values` is not empty. */
function percentile(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(fraction * sorted.length) - 1] ?? 0;
}
