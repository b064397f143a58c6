import { readdirSync, readFileSync } from "node:fs";

/** What a process holds, over time. */
export interface Gauge {
  /** Descriptors that it has open now. */
  descriptors(): number;
  /** Memory in bytes, sample by sample. */
  readonly samples: readonly Sample[];
  stop(): void;
}

/** Memory at a time. */
export interface Sample {
  /** In seconds. */
  readonly at: number;
  readonly bytes: number;
}

const every = 1000;
const pageBytes = 4096;

/** Watches a process of this machine, by Linux's `/proc`. */
export function watch(pid: number): Gauge {
  const samples: Sample[] = [];
  const timer = setInterval(() => {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
    samples.push({ at: performance.now() / 1000, bytes: pages * pageBytes });
  }, every);
  return {
    descriptors: () => readdirSync(`/proc/${pid}/fd`).length,
    samples,
    stop: () => clearInterval(timer),
  };
}

/** The slope of the straight line through the samples (least squares), in bytes a second. */
export function slope(samples: readonly Sample[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const at = mean(samples.map((sample) => sample.at));
  const bytes = mean(samples.map((sample) => sample.bytes));
  const together = samples.reduce((sum, sample) => sum + (sample.at - at) * (sample.bytes - bytes), 0);
  const alone = samples.reduce((sum, sample) => sum + (sample.at - at) ** 2, 0);
  return alone === 0 ? 0 : together / alone;
}
