import { table } from "../table.ts";
import type { Aged } from "./ages.ts";
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
  readonly summary: Summary;
  readonly changes: readonly Recovery[];
  /** Goals that were not reached. */
  readonly missed: readonly string[];
  readonly link: readonly DirectionStats[];
  readonly pictures: readonly Aged[];
}

/** Under which everything is measured. */
export interface Conditions {
  readonly size: string;
  readonly offeredMbit: number;
  readonly queueBytes: number;
  readonly congestionControl: string;
}

/** Says what is the same for all rows. */
export function heading({ size, offeredMbit, queueBytes, congestionControl }: Conditions): string {
  return (
    `Street, ${size}, 30 fps, ${offeredMbit.toFixed(1)} Mbit/s offered. In front of each link a queue of ${queueBytes / 1000} KB ` +
    `that drops what is too much; ${congestionControl}. Age counts from the camera's capture to receipt, after the first 3 s.\n\n`
  );
}

/** The table, and below it what happened after each change, and where goals were missed. */
export function rowsTable(rows: readonly Row[]): string {
  const head = [
    "link: rate, one-way delay",
    "",
    "fps",
    "age p50",
    "p95",
    "max ms",
    "level mean",
    "most",
    "untouched",
    "KB/s",
    "KB each",
    "goal",
  ];
  const lines = rows.map(({ scenario, contestant, ours, summary, missed }) => {
    const { fps, age, level, bytesPerSecond, bytesPerPicture } = summary;
    return [
      scenario.title,
      contestant,
      fps.toFixed(1),
      ...(age ? [age.p50, age.p95, age.max].map((ms) => ms.toFixed(0)) : ["-", "-", "-"]),
      ...(level ? [level.mean.toFixed(1), level.mostUsed, `${(level.shareAtBest * 100).toFixed(0)} %`] : ["", "", ""]),
      (bytesPerSecond / 1000).toFixed(0),
      (bytesPerPicture / 1000).toFixed(1),
      ours ? (missed.length === 0 ? "met" : "missed") : "",
    ];
  });
  const notes = rows.flatMap((row) => [...changeNotes(row), ...missNotes(row)]);
  return `${table(head, lines)}${notes.length > 0 ? `\n${notes.join("\n")}\n` : ""}`;
}

function changeNotes({ scenario, contestant, changes }: Row): readonly string[] {
  return changes.map((change) => {
    const parts = [
      `age under ${scenario.goals.back?.ageMs ?? 170} ms for good ${after(change.backAfterMs)}`,
      `untouched again ${after(change.fullAfterMs)}`,
      `first picture ${after(change.pictureAfterMs)}`,
      ...(change.lostAfterMs === null ? [] : [`connection lost ${after(change.lostAfterMs)}`]),
      ...(change.openedAfterMs === null ? [] : [`connected anew ${after(change.openedAfterMs)}`]),
      `longest time without a picture ${(change.longestGapMs / 1000).toFixed(1)} s`,
    ];
    return `${scenario.title}, ${contestant}, ${change.change}: ${parts.join("; ")}.`;
  });
}

function after(ms: number | null): string {
  return ms === null ? "never" : `after ${(ms / 1000).toFixed(1)} s`;
}

function missNotes({ scenario, contestant, missed, summary }: Row): readonly string[] {
  if (missed.length === 0) return [];
  return [
    `Missed: ${scenario.title}, ${contestant}: ${missed.join("; ")}. The link: ${physics(scenario.link, summary)}.`,
  ];
}
