import { type Aged, agesOf } from "./ages.ts";
import type { Take } from "./take.ts";

/** One contestant on one link, in numbers. Times in milliseconds. */
export interface Summary {
  readonly fps: number;
  readonly age: { readonly p50: number; readonly p95: number; readonly max: number | undefined } | null;
  /** Of the ladder, where the contestant has one. */
  readonly level: {
    readonly mean: number;
    readonly mostUsed: number;
    /** Of the pictures: those that are the camera's own. */
    readonly untouchedShare: number;
  } | null;
  readonly bytesPerSecond: number;
  readonly bytesPerPicture: number;
  /** From the capture to Framewire's timestamp, in the mean: it is part of the age. */
  readonly stampedMs: number | null;
}

/** The time that a contestant has to settle, in seconds, before it is measured. */
const warmUpSeconds = 3;

/** Sums up the pictures of a take. */
export function summarise(take: Take, pictures: readonly Aged[] = agesOf(take)): Summary {
  if (take.said.length > 0) return inItsWords(take);
  const seconds = (take.end - take.begin) / 1e6 - warmUpSeconds;
  const counted = pictures.filter(({ at }) => at >= warmUpSeconds && at <= seconds + warmUpSeconds);
  const ages = counted.map(({ ageMs }) => ageMs);
  const bytes = sum(counted.map((picture) => picture.bytes));
  const stamped = counted.flatMap(({ stampedMs }) => stampedMs ?? []);
  return {
    fps: counted.length / seconds,
    age:
      ages.length === 0 ? null : { p50: percentile(ages, 0.5), p95: percentile(ages, 0.95), max: percentile(ages, 1) },
    level: stamped.length === 0 ? null : levels(counted),
    bytesPerSecond: bytes / seconds,
    bytesPerPicture: bytes / Math.max(1, counted.length),
    stampedMs: stamped.length === 0 ? null : sum(stamped) / stamped.length,
  };
}

function levels(pictures: readonly Aged[]): Summary["level"] {
  const counts = new Map<number, number>();
  for (const { level } of pictures) counts.set(level, (counts.get(level) ?? 0) + 1);
  const [mostUsed = 0] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [];
  const mean = sum(pictures.map(({ level }) => level)) / pictures.length;
  const untouched = pictures.filter((picture) => picture.untouched).length;
  return { mean, mostUsed, untouchedShare: untouched / pictures.length };
}

/** What the client app said of itself: its ages are those of the last five seconds, once a second. */
function inItsWords({ said, begin }: Take): Summary {
  const settled = said.filter(({ at }) => (at - begin) / 1e6 >= warmUpSeconds);
  const [first, last] = [settled[0], settled.at(-1)];
  const seconds = first && last ? (last.at - first.at) / 1e6 : Number.NaN;
  const frames = first && last ? last.received.frames - first.received.frames : 0;
  const bytes = first && last ? last.received.bytes - first.received.bytes : 0;
  const ages = settled.flatMap(({ ageMs }) => ageMs ?? []);
  const p95s = ages.map(({ p95 }) => p95);
  return {
    fps: frames / seconds,
    age:
      ages.length === 0
        ? null
        : {
            p50: percentile(
              ages.map(({ p50 }) => p50),
              0.5,
            ),
            p95: percentile(p95s, 0.5),
            max: undefined,
          },
    level: null,
    bytesPerSecond: bytes / seconds,
    bytesPerPicture: bytes / Math.max(1, frames),
    stampedMs: null,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The value under which a part of them lies. */
function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
