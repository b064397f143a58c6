/** The results of `pnpm bench links` as progress lines, as a table and as JSON. */
import { table } from "../../table.ts";
import type { Check } from "../network/check-link.ts";
import type { DirectionStats } from "../network/link.ts";
import { defaultBackAgeMs, type Scenario } from "../scenarios.ts";
import type { AgedFrame } from "./ages.ts";
import { after, linkLimit } from "./goals.ts";
import type { Recovery } from "./recovery.ts";
import type { Summary } from "./summary.ts";

/** One system on one link. */
export interface Row {
  readonly scenario: Scenario;
  readonly system: string;
  readonly ours: boolean;
  /** Why it did not run. */
  readonly absent?: string;
  readonly summary?: Summary;
  readonly changes: readonly Recovery[];
  /** Goals that are missed, in sentences. */
  readonly missed: readonly string[];
  /** From near to far, and from far to near. */
  readonly link: readonly DirectionStats[];
  readonly frames: readonly AgedFrame[];
}

/** The same for all rows. */
export interface Conditions {
  readonly size: string;
  readonly offeredMbit: number;
  readonly seconds: number;
  readonly queueBytes: number;
  readonly congestionControl: string;
}

/** Everything that was measured. */
export interface Results {
  readonly conditions: Conditions;
  readonly checks: readonly Check[];
  readonly rows: readonly Row[];
}

/** The camera's size, frame rate and bitrate. */
export function describeCamera({ size, offeredMbit }: Conditions): string {
  return `${size} at 30 fps, ${offeredMbit.toFixed(1)} Mbit/s offered`;
}

/** The conditions in sentences. */
export function heading(conditions: Conditions): string {
  return (
    `Street, ${describeCamera(conditions)}. Each link has a queue of ${conditions.queueBytes / 1000} KB that drops packets when it is full; ` +
    `TCP's congestion control is ${conditions.congestionControl}. ` +
    "The age counts from capture to reception, after the first 3 s.\n\n"
  );
}

/** A row in one line, for progress. */
export function rowLine(row: Row): string {
  const [link, system, fps, p50, p95, max, mean = "", , , , , goal = ""] = cells(row);
  const level = mean === "" ? "" : `, level ${mean}`;
  const result = row.missed.length === 0 ? goal : `MISSED: ${row.missed.join("; ")}`;
  const figures = row.absent ?? `${fps} fps, age ${p50}/${p95}/${max} ms${level}`;
  return `${link}, ${system}: ${figures}${result === "" ? "" : ` (${result})`}\n`;
}

/** The table, and below it what followed each change and which goals are missed. */
export function resultsTable({ conditions, rows }: Results): string {
  const age = ["age p50", "p95", "max (ms)"];
  const level = ["level: mean", "most used", "passthrough"];
  const head = ["link: rate, one-way delay", "", "fps", ...age, ...level, "KB/s", "KB each", "goal"];
  const notes = rows.flatMap((row) => [...changeNotes(row), ...missNotes(row)]);
  return `\n${heading(conditions)}${table(head, rows.map(cells))}${notes.length > 0 ? `\n${notes.join("\n")}\n` : ""}`;
}

function cells({ scenario, system, ours, absent = "", summary, missed }: Row): readonly string[] {
  const result = missed.length > 0 ? "missed" : ours && Object.keys(scenario.goals).length > 0 ? "met" : "";
  if (!summary) return [scenario.title, system, absent, ...Array<string>(8).fill(""), result];
  const { fps, age, level, bytesPerSecond, bytesPerFrame } = summary;
  return [
    scenario.title,
    system,
    fps.toFixed(1),
    ...(age ? [age.p50, age.p95, age.max].map((ms) => ms.toFixed(0)) : ["-", "-", "-"]),
    ...(level
      ? [level.mean.toFixed(1), String(level.mostUsed), `${(level.passthrough * 100).toFixed(0)} %`]
      : ["", "", ""]),
    (bytesPerSecond / 1000).toFixed(0),
    (bytesPerFrame / 1000).toFixed(1),
    result,
  ];
}

function changeNotes({ scenario, system, changes, ours }: Row): readonly string[] {
  return changes.map((change, index) => {
    const parts = [
      `age under ${scenario.goals.back?.ageMs ?? defaultBackAgeMs} ms ${after(change.backAfterMs)}`,
      ...(change.laterAbove > 0 ? [`${change.laterAbove} frames above it later`] : []),
      ...(ours && index === changes.length - 1 ? [`passthrough again ${after(change.fullAfterMs)}`] : []),
      ...(change.lostAfterMs === null ? [] : [`connection lost ${after(change.lostAfterMs)}`]),
      ...(change.openedAfterMs === null ? [] : [`connected again ${after(change.openedAfterMs)}`]),
      `first frame ${after(change.firstFrameAfterMs)}`,
      `longest gap ${(change.longestGapMs / 1000).toFixed(1)} s`,
      `${change.fps.toFixed(1)} fps of ${(change.bytesPerFrame / 1000).toFixed(1)} KB`,
    ];
    return `${scenario.title}, ${system}, ${change.change}: ${parts.join("; ")}.`;
  });
}

function missNotes({ scenario, system, missed, summary, changes }: Row): readonly string[] {
  if (missed.length === 0 || !summary?.age) return [];
  const phases = changes.flatMap(({ rate, bytesPerFrame }) => (rate ? [{ rate, bytesPerFrame }] : []));
  const sent = phases.length > 0 ? phases : [{ rate: scenario.link.rate, bytesPerFrame: summary.bytesPerFrame }];
  const limits = sent.map(({ rate, bytesPerFrame }) => linkLimit({ ...scenario.link, rate }, bytesPerFrame));
  return [`Missed: ${scenario.title}, ${system}: ${missed.join("; ")}. Limit of the link: ${limits.join("; ")}.`];
}

/** For `--json`. */
export function asJson({ conditions, checks, rows }: Results): object {
  const plain = rows.map(({ frames, scenario, ours: _, ...row }) => ({
    scenario: scenario.name,
    title: scenario.title,
    goals: scenario.goals,
    ...row,
    // Seconds since the first frame, age in milliseconds, level, bytes.
    series: frames.map(({ at, ageMs, level, bytes }) => [thousandths(at), thousandths(ageMs), level, bytes]),
  }));
  return { ...conditions, checks, rows: plain };
}

function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}
