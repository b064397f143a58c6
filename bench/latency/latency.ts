/** `pnpm bench latency`: from the capture to the decoded frame, between two processes of one machine. */
import { type Command, Option } from "commander";
import { benchmarkCommand, durationOption, type Report } from "../command.ts";
import { nodeProgram, startPeer } from "../peer.ts";
import { percentile, table, yesNo } from "../table.ts";
import { browserLatency } from "./browser.ts";
import type { FrameTimeline, Result } from "./client.ts";
import type { CameraKind, Listening } from "./server.ts";

interface Options {
  readonly seconds: number;
  readonly browser: boolean;
}

interface Row {
  readonly source: string;
  readonly stage: string;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  /** Whether the {@link goal} is met, where there is one. */
  readonly met?: boolean;
}

/** For everything but the encoder and the decoder, in milliseconds. */
const goal = { p50: 1.5, p95: 4 };

/** The two times that bound each latency stage. */
const stages: readonly (readonly [from: keyof FrameTimeline, to: keyof FrameTimeline])[] = [
  ["captured", "encoded"],
  ["encoded", "queued"],
  ["captured", "queued"],
  ["queued", "sent"],
  ["sent", "received"],
  ["received", "consumed"],
  ["consumed", "decoded"],
  ["captured", "decoded"],
];

const cameras: readonly (readonly [kind: CameraKind, title: string, goalFrom: keyof FrameTimeline])[] = [
  ["pattern", "pattern, time read from the frame", "encoded"],
  ["jpeg", "camera's JPEGs, passthrough", "captured"],
];

/** The command. */
export const latency: Command = benchmarkCommand<Options>({
  name: "latency",
  description:
    "Latency at 1280x720 and 30 fps over loopback, stage by stage: the test pattern through the encoder, and a camera's JPEGs.",
  options: [
    durationOption("--for, --seconds <time>", "length of each measurement", 10),
    new Option("--browser", "measure up to the canvas of the client's page in Chromium").default(false),
  ],
  run: ({ seconds, browser }) => (browser ? browserLatency(seconds * 1000) : stageLatency(seconds * 1000)),
});

async function stageLatency(milliseconds: number): Promise<Report> {
  const rows: Row[] = [];
  const notes: string[] = [];
  for (const [kind, source, goalFrom] of cameras) {
    const { timelines, unreadable, dropped } = await measure(kind, milliseconds);
    for (const [from, to] of stages) rows.push(...rowOf(source, timelines, from, to));
    for (const row of rowOf(source, timelines, goalFrom, "received")) {
      rows.push({ ...row, met: row.p50 < goal.p50 && row.p95 < goal.p95 });
    }
    notes.push(`${source}: ${timelines.length} frames, ${dropped} dropped for a newer one, ${unreadable} unreadable.`);
  }
  const ms = (value: number): string => value.toFixed(2);
  return {
    json: { goal, rows },
    text: `${table(
      ["source", "stage", "p50, ms", "p95, ms", "max, ms", "goal", "met"],
      rows.map(({ source, stage, p50, p95, max, met }) => [
        ...[source, stage, ms(p50), ms(p95), ms(max)],
        met === undefined ? "" : `p50 < ${goal.p50}, p95 < ${goal.p95}`,
        yesNo(met),
      ]),
    )}\n${notes.join("\n")}\n`,
    met: rows.every(({ met }) => met !== false),
  };
}

async function measure(kind: CameraKind, milliseconds: number): Promise<Result> {
  const server = startPeer(nodeProgram("latency/server", kind));
  try {
    const { port, clockOffset } = await server.receive<Listening>();
    const client = startPeer(nodeProgram("latency/client", kind, port, clockOffset, milliseconds));
    return await client.receive<Result>();
  } finally {
    server.kill();
  }
}

/** One row; none where the frames lack one of the two times. */
function rowOf(
  source: string,
  timelines: readonly FrameTimeline[],
  from: keyof FrameTimeline,
  to: keyof FrameTimeline,
): Row[] {
  const times = timelines.flatMap(({ [from]: start, [to]: end }) =>
    start === undefined || end === undefined ? [] : [(end - start) / 1000],
  );
  if (times.length === 0) return [];
  const [p50, p95, max] = [percentile(times, 0.5), percentile(times, 0.95), percentile(times, 1)];
  return [{ source, stage: `${from} → ${to}`, p50, p95, max }];
}
