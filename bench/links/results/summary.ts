/** A run in numbers. */
import { percentile } from "../../table.ts";
import type { Run } from "../run.ts";
import type { AgedFrame } from "./ages.ts";

/** Times in milliseconds. */
export interface Summary {
  readonly fps: number;
  readonly age: { readonly p50: number; readonly p95: number; readonly max: number } | null;
  /** Null where the system has no ladder. */
  readonly level: {
    readonly mean: number;
    readonly mostUsed: number;
    /** Part of the frames that are the camera's own. */
    readonly passthrough: number;
  } | null;
  readonly bytesPerSecond: number;
  readonly bytesPerFrame: number;
}

/** Seconds before the measurement. */
const warmUpSeconds = 3;

/** Counts the frames after the warm-up. */
export function summarise({ begin, end }: Run, frames: readonly AgedFrame[]): Summary {
  const seconds = (end - begin) / 1e6 - warmUpSeconds;
  const counted = frames.filter(({ at }) => at >= warmUpSeconds && at <= seconds + warmUpSeconds);
  const ages = counted.map(({ ageMs }) => ageMs);
  const levels = counted.flatMap(({ level }) => level ?? []);
  const bytes = sum(counted.map((frame) => frame.bytes));
  const age = { p50: percentile(ages, 0.5), p95: percentile(ages, 0.95), max: percentile(ages, 1) };
  return {
    fps: counted.length / seconds,
    age: ages.length === 0 ? null : age,
    level:
      levels.length === 0
        ? null
        : {
            mean: sum(levels) / levels.length,
            mostUsed: mostFrequent(levels),
            passthrough: counted.filter((frame) => frame.passthrough).length / counted.length,
          },
    bytesPerSecond: bytes / seconds,
    bytesPerFrame: bytes / Math.max(1, counted.length),
  };
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? Number.NaN;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
