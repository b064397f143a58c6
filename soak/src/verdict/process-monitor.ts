/** Samples the memory and the descriptors of a process, through `/proc` of Linux. */

import { readdirSync, readFileSync } from "node:fs";

/** Memory and descriptors of a process. */
export interface ProcessMonitor {
  /** The number of open descriptors now. */
  descriptors(): number;
  /** Resident memory, once per second. */
  readonly samples: readonly Sample[];
  stop(): void;
}

/** The memory of a process at a time. */
export interface Sample {
  /** Seconds of `performance.now()`. */
  readonly at: number;
  readonly bytes: number;
}

const intervalMs = 1000;
const pageBytes = 4096;

/** Starts to sample a process of this machine. */
export function monitorProcess(pid: number): ProcessMonitor {
  const samples: Sample[] = [];
  const timer = setInterval(() => {
    const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
    samples.push({ at: performance.now() / 1000, bytes: pages * pageBytes });
  }, intervalMs);
  return {
    descriptors: () => readdirSync(`/proc/${pid}/fd`).length,
    samples,
    stop: () => clearInterval(timer),
  };
}

/** The slope of the line through the samples by least squares, in bytes per second; 0 for fewer than two samples. */
export function slope(samples: readonly Sample[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const at = mean(samples.map((sample) => sample.at));
  const bytes = mean(samples.map((sample) => sample.bytes));
  const covariance = samples.reduce((sum, sample) => sum + (sample.at - at) * (sample.bytes - bytes), 0);
  const variance = samples.reduce((sum, sample) => sum + (sample.at - at) ** 2, 0);
  return variance === 0 ? 0 : covariance / variance;
}
