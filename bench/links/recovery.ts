import type { Aged } from "./ages.ts";
import type { Scenario } from "./scenarios.ts";
import type { Take } from "./take.ts";

/** What happened after a change of the link. Times in milliseconds since it; null is never. */
export interface Recovery {
  readonly change: string;
  /** Age is under the bound from here on, for {@link settledSeconds} or to the next change. */
  readonly backAfterMs: number | null;
  /** Pictures that were above the bound after that. */
  readonly laterAbove: number;
  /** Pictures are the camera's own from here on for a second. */
  readonly fullAfterMs: number | null;
  /** The connection was lost, and another one opened. */
  readonly lostAfterMs: number | null;
  readonly openedAfterMs: number | null;
  /** The first picture that came. */
  readonly pictureAfterMs: number | null;
  /** The longest time without a picture. */
  readonly longestGapMs: number;
  /** The rate of the link since then, in bits a second; undefined while it is cut. */
  readonly rate: number | undefined;
  readonly fps: number;
  /** In the mean. */
  readonly bytesPerPicture: number;
}

/** How long age stays under the bound before it counts as back. */
const settledSeconds = 1;

/** Looks at what followed each change of a scenario, until the next. */
export function recoveries(scenario: Scenario, take: Take, pictures: readonly Aged[]): readonly Recovery[] {
  const bound = scenario.goals.back?.ageMs ?? 170;
  return (scenario.changes ?? []).map(({ change }, index) => {
    const from = take.changedAt[index] ?? Number.NaN;
    const until = take.changedAt[index + 1] ?? take.end;
    const [start, stop] = [from, until].map((time) => (time - take.begin) / 1e6) as [number, number];
    const own = pictures.filter(({ at }) => at >= start && at < stop);
    const after = (event: "closed" | "opened"): number | null =>
      inMs(take.received.find((news) => news.event === event && news.at >= from && news.at < until)?.at, from);
    return {
      change: "cut" in change ? (change.cut ? "cut" : "back") : `${change.rate / 1e6} Mbit/s`,
      ...backAfter(own, start, bound),
      fullAfterMs: fullAfter(own, start),
      lostAfterMs: after("closed"),
      openedAfterMs: after("opened"),
      pictureAfterMs: own[0] ? (own[0].at - start) * 1000 : null,
      longestGapMs: longestGap([start, ...own.map(({ at }) => at), stop]),
      rate: "rate" in change ? change.rate : undefined,
      fps: own.length / (stop - start),
      bytesPerPicture: own.reduce((sum, { bytes }) => sum + bytes, 0) / Math.max(1, own.length),
    };
  });
}

function inMs(at: number | undefined, from: number): number | null {
  return at === undefined ? null : (at - from) / 1000;
}

function backAfter(
  pictures: readonly Aged[],
  start: number,
  bound: number,
): Pick<Recovery, "backAfterMs" | "laterAbove"> {
  const above = pictures.filter(({ ageMs }) => ageMs > bound);
  if (pictures.length > 0 && above.length === 0) return { backAfterMs: 0, laterAbove: 0 };
  for (const { at, ageMs } of pictures) {
    if (ageMs > bound) continue;
    const next = above.find((late) => late.at >= at)?.at ?? Number.POSITIVE_INFINITY;
    if (next < at + settledSeconds) continue;
    return { backAfterMs: (at - start) * 1000, laterAbove: above.filter((late) => late.at > at).length };
  }
  return { backAfterMs: null, laterAbove: 0 };
}

function fullAfter(pictures: readonly Aged[], start: number): number | null {
  for (const [index, { at, untouched }] of pictures.entries()) {
    if (!untouched) continue;
    const run = pictures.slice(index).filter((picture) => picture.at < at + 1);
    if (run.every((picture) => picture.untouched)) return (at - start) * 1000;
  }
  return null;
}

function longestGap(times: readonly number[]): number {
  return Math.max(...times.slice(1).map((time, index) => (time - (times[index] ?? time)) * 1000));
}
