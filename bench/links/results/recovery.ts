/** How a system recovers from each change of its link. */

import type { Run } from "../run.ts";
import { defaultBackAgeMs, type Scenario } from "../scenarios.ts";
import type { AgedFrame } from "./ages.ts";

/** What followed one change, until the next. Times in milliseconds after it; null is never. */
export interface Recovery {
  readonly change: string;
  /** The age is under the bound from here on, for {@link stableSeconds} or until the next change. */
  readonly backAfterMs: number | null;
  /** Frames above the bound after that. */
  readonly laterAbove: number;
  /** Frames are passthrough from here on for a second. */
  readonly fullAfterMs: number | null;
  /** The connection was lost, and opened again. */
  readonly lostAfterMs: number | null;
  readonly openedAfterMs: number | null;
  readonly firstFrameAfterMs: number | null;
  /** The longest time without a frame. */
  readonly longestGapMs: number;
  /** Bits per second of the link; undefined for a cut. */
  readonly rate: number | undefined;
  readonly fps: number;
  readonly bytesPerFrame: number;
}

/** How long the age stays under the bound before it counts as recovered. */
const stableSeconds = 1;

/** One recovery for each change of the scenario. */
export function recoveries(scenario: Scenario, run: Run, frames: readonly AgedFrame[]): readonly Recovery[] {
  const boundMs = scenario.goals.back?.ageMs ?? defaultBackAgeMs;
  return (scenario.changes ?? []).map(({ change }, index) => {
    const from = run.changedAt[index] ?? Number.NaN;
    const until = run.changedAt[index + 1] ?? run.end;
    const [start, stop] = [from, until].map((time) => (time - run.begin) / 1e6) as [number, number];
    const own = frames.filter(({ at }) => at >= start && at < stop);
    const eventAfter = (event: "closed" | "opened"): number | null => {
      const found = run.received.find((message) => message.event === event && message.at >= from && message.at < until);
      return found ? (found.at - from) / 1000 : null;
    };
    return {
      change: "cut" in change ? (change.cut ? "cut" : "restored") : `${change.rate / 1e6} Mbit/s`,
      ...backAfter(own, start, boundMs),
      fullAfterMs: fullAfter(own, start),
      lostAfterMs: eventAfter("closed"),
      openedAfterMs: eventAfter("opened"),
      firstFrameAfterMs: own[0] ? (own[0].at - start) * 1000 : null,
      longestGapMs: longestGap([start, ...own.map(({ at }) => at), stop]),
      rate: "rate" in change ? change.rate : undefined,
      fps: own.length / (stop - start),
      bytesPerFrame: own.reduce((sum, { bytes }) => sum + bytes, 0) / Math.max(1, own.length),
    };
  });
}

function backAfter(
  frames: readonly AgedFrame[],
  start: number,
  boundMs: number,
): Pick<Recovery, "backAfterMs" | "laterAbove"> {
  const above = frames.filter(({ ageMs }) => ageMs > boundMs);
  if (frames.length > 0 && above.length === 0) return { backAfterMs: 0, laterAbove: 0 };
  for (const { at, ageMs } of frames) {
    if (ageMs > boundMs) continue;
    const next = above.find((late) => late.at >= at)?.at ?? Number.POSITIVE_INFINITY;
    if (next < at + stableSeconds) continue;
    return { backAfterMs: (at - start) * 1000, laterAbove: above.filter((late) => late.at > at).length };
  }
  return { backAfterMs: null, laterAbove: 0 };
}

function fullAfter(frames: readonly AgedFrame[], start: number): number | null {
  for (const [index, { at, passthrough }] of frames.entries()) {
    if (!passthrough) continue;
    const second = frames.slice(index).filter((frame) => frame.at < at + 1);
    if (second.every((frame) => frame.passthrough)) return (at - start) * 1000;
  }
  return null;
}

function longestGap(times: readonly number[]): number {
  return Math.max(...times.slice(1).map((time, index) => (time - (times[index] ?? time)) * 1000));
}
