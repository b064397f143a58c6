import { styleText } from "node:util";
import type { LatencyStage, LatencyStages, Percentiles } from "@framewire/protocol";
import type { StatsEvent } from "./events.ts";

type Side = "there" | "network" | "here";

/** What a frame passes, in this order: on whose side, and what takes the time. */
const stages: readonly { readonly stage: LatencyStage; readonly side: Side; readonly what: string }[] = [
  { stage: "encoded", side: "there", what: "the encoder" },
  { stage: "queued", side: "there", what: "waits for the connection" },
  { stage: "sent", side: "there", what: "waits for room on the way" },
  { stage: "received", side: "network", what: "is on its way" },
  { stage: "taken", side: "here", what: "waits for its reader" },
  { stage: "decoded", side: "here", what: "the decoder" },
  { stage: "shown", side: "here", what: "a program takes it" },
];

const barWidth = 10;

interface Row {
  readonly direction: string;
  readonly side: string;
  readonly label: string;
  readonly figures: Percentiles;
  /** What takes the time, of a stage. */
  readonly what?: string;
}

/**
 * Lines that say where the time goes, to stand below a peer's line: the stages of what comes in, by side, and
 * of what goes out, with the slowest of each marked. None is longer than `columns`.
 */
export function stageTable(stats: StatsEvent, columns: number = Number.POSITIVE_INFINITY): readonly string[] {
  const { sent, received, ageMs, watching, watched } = stats;
  const incoming = stageRows("in", received.stages, (side) => side);
  // What goes out has passed its stages on this side.
  const outgoing = stageRows("out", sent.stages, () => "here");
  const age: readonly Row[] = ageMs ? [{ direction: "in", side: "", label: "= age", figures: ageMs }] : [];
  const beyond = incoming.findIndex(({ side }) => side === "here");
  const at = beyond < 0 ? incoming.length : beyond;
  return [
    styleText("dim", cut(`${"  ms, last 5 s".padEnd(27)}${figuresText("p50", "p95", "max")}`, columns)),
    ...section(
      "in",
      [...incoming.slice(0, at), ...age, ...incoming.slice(at)],
      watching ? "" : "nobody looks here",
      columns,
    ),
    ...section("out", outgoing, watched ? "" : "nobody looks there", columns),
    styleText("dim", cut(`  ${footer(stats)}`, columns)),
  ];
}

function stageRows(direction: string, durations: LatencyStages, sideOf: (side: Side) => string): readonly Row[] {
  return stages.flatMap(({ stage, side, what }) => {
    const figures = durations[stage];
    return figures ? [{ direction, side: sideOf(side), label: stage, figures, what }] : [];
  });
}

/** One direction's lines. What stands in each column is said once, in the first line that it is true of. */
function section(direction: string, rows: readonly Row[], idle: string, columns: number): readonly string[] {
  if (idle !== "" || rows.length === 0) return [cut(`  ${direction.padEnd(5)}${idle || "no pictures yet"}`, columns)];
  const slowest = rows.reduce<Row | undefined>(
    (worst, row) => (row.what && row.figures.p95 > (worst?.figures.p95 ?? -1) ? row : worst),
    undefined,
  );
  const longest = slowest?.figures.p95 || 1;
  return rows.map((row, i) => {
    const before = rows[i - 1];
    const { figures } = row;
    const head = `  ${(before ? "" : direction).padEnd(5)}${(before?.side === row.side ? "" : row.side).padEnd(9)}`;
    const numbers = figuresText(ms(figures.p50), ms(figures.p95), ms(figures.max));
    const bar = row.what ? "█".repeat(Math.round((barWidth * figures.p95) / longest)) : "";
    const line = `${head}${row.label.padEnd(11)}${numbers}  ${bar}`.trimEnd();
    if (row !== slowest) return cut(line, columns);
    const marked = `${line} ◀ slowest: ${row.what}`;
    return styleText("yellow", cut(marked.length <= columns ? marked : `${line} ◀ slowest`, columns));
  });
}

function footer({ clockOffsetMs, clockUncertaintyMs, capacity, inFlight, window }: StatsEvent): string {
  const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(0);
  const room = capacity === null ? "not known yet" : `${(capacity / 1e6).toFixed(1)} Mbit/s`;
  const clock = clockOffsetMs === null ? "not known yet" : `${ms(clockOffsetMs)} ± ${ms(clockUncertaintyMs ?? 0)} ms`;
  return `way out ${room}, ${kilobytes(inFlight)} of ${kilobytes(window)} KB on it · clocks apart ${clock}`;
}

function figuresText(p50: string, p95: string, max: string): string {
  return `${p50.padStart(7)}${p95.padStart(8)}${max.padStart(8)}`;
}

function ms(value: number): string {
  return value.toFixed(1);
}

function cut(line: string, columns: number): string {
  return line.length > columns ? line.slice(0, columns) : line;
}
