/** The table that `--stats` shows below a peer's line: how long frames spend in each latency stage. */
import { styleText } from "node:util";
import type { LatencyStage, LatencyStages, Percentiles } from "@framewire/protocol";
import type { StatsEvent } from "./events.ts";

/**
 * Returns the lines of the table: the latency stages of the frames received, by side, and of the frames sent. The
 * slowest stage of each direction is marked. No line is longer than `columns`.
 */
export function latencyTable(stats: StatsEvent, columns: number = Number.POSITIVE_INFINITY): readonly string[] {
  const { sent, received, ageMs, localDemand, remoteDemand } = stats;
  const incoming = stageRows("in", received.stages, (side) => side);
  // Frames sent have passed the sender's stages on this side.
  const outgoing = stageRows("out", sent.stages, () => "local");
  const age: readonly Row[] = ageMs ? [{ direction: "in", side: "", label: "= age", figures: ageMs }] : [];
  // The age ends when the frame is received, so its row precedes the first stage of this side.
  const firstLocal = incoming.findIndex(({ side }) => side === "local");
  const ageIndex = firstLocal < 0 ? incoming.length : firstLocal;
  return [
    styleText("dim", cut(`${"  ms, last 5 s".padEnd(27)}${figuresText("p50", "p95", "max")}`, columns)),
    ...section(
      "in",
      [...incoming.slice(0, ageIndex), ...age, ...incoming.slice(ageIndex)],
      localDemand ? "" : "no viewer here",
      columns,
    ),
    ...section("out", outgoing, remoteDemand ? "" : "no viewer there", columns),
    styleText("dim", cut(`  ${footer(stats)}`, columns)),
  ];
}

type Side = "remote" | "network" | "local";

/** The latency stages in order: the side of each, and the cause of its time. */
const stages: readonly { readonly stage: LatencyStage; readonly side: Side; readonly cause: string }[] = [
  { stage: "acquired", side: "remote", cause: "waiting for the camera" },
  { stage: "encoded", side: "remote", cause: "encoding" },
  { stage: "queued", side: "remote", cause: "waiting for the connection" },
  { stage: "sent", side: "remote", cause: "waiting for the congestion window" },
  { stage: "received", side: "network", cause: "in flight" },
  { stage: "consumed", side: "local", cause: "waiting for the reader" },
  { stage: "decoded", side: "local", cause: "decoding" },
  { stage: "shown", side: "local", cause: "waiting for the display" },
];

const barWidth = 10;

interface Row {
  readonly direction: string;
  readonly side: string;
  readonly label: string;
  readonly figures: Percentiles;
  /** The cause of the time; undefined for a row that is not a stage. */
  readonly cause?: string;
}

function stageRows(direction: string, durations: LatencyStages, sideOf: (side: Side) => string): readonly Row[] {
  return stages.flatMap(({ stage, side, cause }) => {
    const figures = durations[stage];
    return figures ? [{ direction, side: sideOf(side), label: stage, figures, cause }] : [];
  });
}

/** Returns the lines of one direction. The direction and each side are named in their first line only. */
function section(direction: string, rows: readonly Row[], idle: string, columns: number): readonly string[] {
  if (idle !== "" || rows.length === 0) return [cut(`  ${direction.padEnd(5)}${idle || "no frames yet"}`, columns)];
  const slowest = rows.reduce<Row | undefined>(
    (worst, row) => (row.cause && row.figures.p95 > (worst?.figures.p95 ?? -1) ? row : worst),
    undefined,
  );
  const longest = slowest?.figures.p95 || 1;
  return rows.map((row, i) => {
    const before = rows[i - 1];
    const { figures } = row;
    const head = `  ${(before ? "" : direction).padEnd(5)}${(before?.side === row.side ? "" : row.side).padEnd(9)}`;
    const numbers = figuresText(ms(figures.p50), ms(figures.p95), ms(figures.max));
    const bar = row.cause ? "█".repeat(Math.round((barWidth * figures.p95) / longest)) : "";
    const line = `${head}${row.label.padEnd(11)}${numbers}  ${bar}`.trimEnd();
    if (row !== slowest) return cut(line, columns);
    const marked = `${line} ◀ slowest: ${row.cause}`;
    return styleText("yellow", cut(marked.length <= columns ? marked : `${line} ◀ slowest`, columns));
  });
}

function footer({ clockOffsetMs, clockUncertaintyMs, bandwidth, inFlight, congestionWindow }: StatsEvent): string {
  const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(0);
  const rate = bandwidth === null ? "unknown" : `${(bandwidth / 1e6).toFixed(1)} Mbit/s`;
  const offset = clockOffsetMs === null ? "unknown" : `${ms(clockOffsetMs)} ± ${ms(clockUncertaintyMs ?? 0)} ms`;
  return `bandwidth ${rate}, ${kilobytes(inFlight)}/${kilobytes(congestionWindow)} KB in flight · clock offset ${offset}`;
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
