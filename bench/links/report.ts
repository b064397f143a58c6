import { table } from "../table.ts";
import type { Aged } from "./ages.ts";
import type { Check } from "./check.ts";
import type { DirectionStats } from "./link.ts";
import type { Recovery } from "./recovery.ts";
import type { Scenario } from "./scenarios.ts";
import type { Summary } from "./summary.ts";
import { physics } from "./verdict.ts";

/** One contestant on one link. */
export interface Row {
  readonly scenario: Scenario;
  readonly contestant: string;
  readonly ours: boolean;
  /** Why it did not take part. */
  readonly absent?: string;
  readonly summary?: Summary;
  readonly changes: readonly Recovery[];
  /** Goals that were not reached. */
  readonly missed: readonly string[];
  /** From the camera's side to the other, and back. */
  readonly link: readonly DirectionStats[];
  readonly pictures: readonly Aged[];
}

/** Under which everything is measured. */
export interface Conditions {
  readonly size: string;
  readonly offeredMbit: number;
  /** How long a row takes on a link that stays as it is. */
  readonly seconds: number;
  readonly queueBytes: number;
  readonly congestionControl: string;
}

/** All that a run found. */
export interface Report {
  readonly conditions: Conditions;
  readonly checks: readonly Check[];
  readonly rows: readonly Row[];
}

/** What the camera gives, in a few words. */
export function offered({ size, offeredMbit }: Conditions): string {
  return `${size} at 30 fps, ${offeredMbit.toFixed(1)} Mbit/s offered`;
}

/** Says what is the same for all rows. */
export function heading({ size, offeredMbit, queueBytes, congestionControl }: Conditions): string {
  return (
    `Street, ${size}, 30 fps, ${offeredMbit.toFixed(1)} Mbit/s offered. In front of each link is a queue of ` +
    `${queueBytes / 1000} KB that drops what is too much; TCP's congestion control is ${congestionControl}. ` +
    "Age counts from the camera's capture to receipt, after the first 3 s.\n\n"
  );
}

/** A row as it is done, for who waits. */
export function rowLine(row: Row): string {
  const [link = "", contestant = "", fps = "", p50 = "", p95 = "", most = "", mean = "", , , , , goal = ""] =
    cells(row);
  const level = mean === "" ? "" : `, level ${mean}`;
  const missed = row.missed.length === 0 ? goal : `MISSED: ${row.missed.join("; ")}`;
  const figures = row.absent ?? `${fps} fps, age ${[p50, p95, most].filter(Boolean).join("/")} ms${level}`;
  return `${link}, ${contestant}: ${figures}${missed === "" ? "" : ` (${missed})`}\n`;
}

/** The table, and below it what happened after each change, and where goals were missed. */
export function rowsTable({ conditions, rows }: Report): string {
  const age = ["age p50", "p95", "max (ms)"];
  const level = ["level: mean", "most used", "untouched"];
  const head = ["link: rate, one-way delay", "", "fps", ...age, ...level, "KB/s", "KB each", "goal"];
  const notes = rows.flatMap((row) => [...changeNotes(row), ...missNotes(row)]);
  return `\n${heading(conditions)}${table(head, rows.map(cells))}${notes.length > 0 ? `\n${notes.join("\n")}\n` : ""}`;
}

function cells({ scenario, contestant, ours, absent, summary, missed }: Row): readonly string[] {
  if (!summary)
    return [scenario.title, contestant, absent ?? "", ...Array<string>(8).fill(""), missed.length > 0 ? "missed" : ""];
  const { fps, age, level, bytesPerSecond, bytesPerPicture } = summary;
  const hasGoal = ours && Object.keys(scenario.goals).length > 0;
  return [
    scenario.title,
    contestant,
    fps.toFixed(1),
    ...(age ? [age.p50, age.p95, age.max].map((ms) => ms?.toFixed(0) ?? "") : ["-", "-", "-"]),
    ...(level
      ? [level.mean.toFixed(1), String(level.mostUsed), `${(level.untouchedShare * 100).toFixed(0)} %`]
      : ["", "", ""]),
    (bytesPerSecond / 1000).toFixed(0),
    (bytesPerPicture / 1000).toFixed(1),
    hasGoal ? (missed.length === 0 ? "met" : "missed") : "",
  ];
}

function changeNotes({ scenario, contestant, changes, ours }: Row): readonly string[] {
  return changes.map((change, index) => {
    const parts = [
      `age under ${scenario.goals.back?.ageMs ?? 170} ms to stay ${after(change.backAfterMs)}`,
      ...(change.laterAbove > 0 ? [`${change.laterAbove} pictures above it later`] : []),
      ...(ours && index === changes.length - 1 ? [`untouched again ${after(change.fullAfterMs)}`] : []),
      ...(change.lostAfterMs === null ? [] : [`connection lost ${after(change.lostAfterMs)}`]),
      ...(change.openedAfterMs === null ? [] : [`connected anew ${after(change.openedAfterMs)}`]),
      `next picture ${after(change.pictureAfterMs)}`,
      `longest time without one ${(change.longestGapMs / 1000).toFixed(1)} s`,
      `${change.fps.toFixed(1)} fps of ${(change.bytesPerPicture / 1000).toFixed(1)} KB`,
    ];
    return `${scenario.title}, ${contestant}, ${change.change}: ${parts.join("; ")}.`;
  });
}

function after(ms: number | null): string {
  return ms === null ? "never" : `after ${(ms / 1000).toFixed(1)} s`;
}

function missNotes({ scenario, contestant, missed, summary, changes }: Row): readonly string[] {
  if (missed.length === 0 || !summary?.age) return [];
  const phases = changes.flatMap(({ rate, bytesPerPicture }) => (rate ? [{ rate, bytesPerPicture }] : []));
  const sent = phases.length > 0 ? phases : [{ rate: scenario.link.rate, bytesPerPicture: summary.bytesPerPicture }];
  const best = sent.map(({ rate, bytesPerPicture }) => physics({ ...scenario.link, rate }, bytesPerPicture));
  return [
    `Missed: ${scenario.title}, ${contestant}: ${missed.join("; ")}. What the link lets through: ${best.join("; ")}.`,
  ];
}

/** The same for programs. */
export function asJson({ conditions, checks, rows }: Report): object {
  const plain = rows.map(({ pictures, scenario, ours: _, ...row }) => ({
    scenario: scenario.name,
    title: scenario.title,
    goals: scenario.goals,
    ...row,
    // Seconds since the first picture, age in milliseconds, level, bytes.
    series: pictures.map(({ at, ageMs, level, bytes }) => [round(at), round(ageMs), level, bytes]),
  }));
  return { bench: "links", ...conditions, checks, rows: plain };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
