/** `pnpm bench fanout`: the CPU of one server with many viewers, beside a bare `node:net` server. */
import { execSync } from "node:child_process";
import { sleep } from "@framewire/media";
import { type Command, Option } from "commander";
import { benchmarkCommand, durationOption, numberFrom, numberOption } from "../command.ts";
import { median, medians, table, yesNo } from "../table.ts";
import { measureGstreamer } from "./gstreamer.ts";
import { type Measurement, type Running, startKind } from "./run.ts";
import type { Kind } from "./server.ts";

interface Options {
  readonly viewers: readonly number[];
  readonly seconds: number;
  readonly rounds: number;
  readonly warmUp: number;
  readonly peers: boolean;
}

interface Row {
  readonly viewers: number;
  readonly bare: Measurement;
  readonly framewire: Measurement;
  readonly gstreamer?: Measurement;
  /** Median of the CPU ratios of the rounds. */
  readonly cpuRatio: number;
  readonly met: boolean;
}

/** The most CPU for a delivered frame, beside the bare server, from `from` viewers. */
const goal = { ratio: 1.35, from: 64, fps: 29.5 };

/** The command. */
export const fanout: Command = benchmarkCommand<Options>({
  name: "fanout",
  description:
    "One server and many viewers of a 768x576 JPEG camera at 30 fps, beside a bare node:net server of length-prefixed frames. The two take turns.",
  options: [
    new Option("--viewers <counts>", "numbers of viewers").default([1, 8, 64, 256, 768]).argParser(counts),
    durationOption("--for, --seconds <time>", "length of a turn", 3),
    numberOption("--rounds <count>", "turns of each server", 9),
    durationOption("--warm-up <time>", "time before the first turn, in which V8 compiles", 60),
    new Option("--peers", "also measure gstreamer's tcpserversink").default(false),
  ],
  async run(options) {
    checkOpenFiles(Math.max(...options.viewers));
    const rows: Row[] = [];
    for (const viewers of options.viewers) {
      const row = await compare(viewers, options);
      rows.push(options.peers ? { ...row, gstreamer: await measureGstreamer(viewers, options.seconds * 1000) } : row);
    }
    return {
      json: { rows },
      text: fanoutTable(rows),
      met: rows.every(({ met }) => met),
    };
  },
});

function counts(text: string): number[] {
  return text.split(",").map((count) => numberFrom(count, 1));
}

/** A viewer takes one file descriptor in the server and one in the viewers' process. */
function checkOpenFiles(viewers: number): void {
  const limit = execSync("ulimit -n", { encoding: "utf8" }).trim();
  const needed = viewers + 64;
  if (limit === "unlimited" || Number(limit) >= needed) return;
  throw new Error(
    `${viewers} viewers need ${needed} open files, and this shell allows ${limit}. Run "ulimit -n 4096".`,
  );
}

/** Short turns in alternating order, so that a slow moment of a shared machine affects both servers. */
async function compare(viewers: number, { rounds, seconds, warmUp }: Options): Promise<Row> {
  const running: Running[] = [];
  const turns: Record<Kind, Measurement[]> = { bare: [], framewire: [] };
  try {
    for (const kind of ["bare", "framewire"] as const) running.push(await startKind(kind, viewers));
    await sleep(warmUp * 1000);
    for (const { pause } of running) pause();
    for (let round = 0; round < rounds; round++) {
      for (const { kind, turn } of round % 2 === 0 ? running : running.toReversed()) {
        turns[kind].push(await turn(seconds * 1000));
      }
    }
  } finally {
    for (const { end } of running) end();
  }
  const [bare, framewire] = [medians(turns.bare), medians(turns.framewire)];
  const cpuRatio = median(
    turns.framewire.map(({ cpuMicroseconds }, i) => cpuMicroseconds / (turns.bare[i]?.cpuMicroseconds ?? Number.NaN)),
  );
  const fastEnough = framewire.slowestFps >= goal.fps || bare.slowestFps < goal.fps;
  return {
    viewers,
    bare,
    framewire,
    cpuRatio,
    met: fastEnough && (viewers < goal.from || cpuRatio <= goal.ratio),
  };
}

function fanoutTable(rows: readonly Row[]): string {
  return table(
    [
      "viewers",
      "server",
      "CPU µs a delivered frame",
      "ratio",
      "goal",
      "fps",
      "slowest viewer",
      "age p95, ms",
      "memory, MB",
      "viewers' cores",
      "met",
    ],
    rows.flatMap(({ viewers, bare, framewire, gstreamer, cpuRatio, met }) => [
      [viewers, "bare", ...cells(bare), ""],
      [viewers, "Framewire", ...cells(framewire, cpuRatio, viewers < goal.from ? "" : `≤ ${goal.ratio}`), yesNo(met)],
      ...(gstreamer
        ? [[viewers, "gstreamer", ...cells(gstreamer, gstreamer.cpuMicroseconds / bare.cpuMicroseconds), ""]]
        : []),
    ]),
  );
}

function cells(measurement: Measurement, ratio?: number, goal = ""): string[] {
  const { cpuMicroseconds, fps, slowestFps, ageP95Ms, rssBytes, viewerCores } = measurement;
  return [
    cpuMicroseconds.toFixed(1),
    ratio?.toFixed(2) ?? "",
    goal,
    fps.toFixed(2),
    slowestFps.toFixed(2),
    ageP95Ms === null ? "–" : ageP95Ms.toFixed(1),
    rssBytes === null ? "–" : (rssBytes / 1e6).toFixed(0),
    viewerCores.toFixed(2),
  ];
}
