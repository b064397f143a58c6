import { sleep } from "@framewire/media";
import type { Task } from "../peers/fanout-server.ts";
import { median, table } from "../table.ts";
import { type Contestant, enter, type Measurement } from "./measure.ts";

/** Framewire beside the bare server and the sketch of one that hears its viewers, with so many of them. */
export interface Comparison {
  readonly viewers: number;
  readonly bare: Measurement;
  readonly sketch: Measurement;
  readonly framewire: Measurement;
  /** Median of the ratios of CPU for a delivered frame to the bare server's, round by round. */
  readonly cpuRatio: number;
  /** The same of the sketch. */
  readonly sketchRatio: number;
  readonly met: boolean;
}

/** The most CPU for a delivered frame beside the bare server. */
const goalRatio = 1.25;
/** What each viewer gets at least, where the bare server manages it. */
export const goalFps = 29.5;
const goalFrom = 64;

const kinds = ["bare", "sketch", "framewire"] as const;

/** V8 has compiled what is used often by then, with few viewers as well: a server runs for hours. */
const warmUpMs = 60_000;

/** What the three did in one round. */
type Round = Readonly<Record<Task["kind"], Measurement>>;

/** How many viewers each has, how often each has its turn, and how long that is. */
interface Setting {
  readonly viewers: number;
  readonly rounds: number;
  readonly milliseconds: number;
}

/** Measures the three in turn, and gives the medians. */
export async function compare(setting: Setting): Promise<Comparison> {
  const { viewers } = setting;
  const turns = await takeTurns(setting);
  const bare = middle(turns.map((turn) => turn.bare));
  const sketch = middle(turns.map((turn) => turn.sketch));
  const framewire = middle(turns.map((turn) => turn.framewire));
  const ratio = (kind: Task["kind"]): number =>
    median(turns.map((turn) => turn[kind].cpuMicroseconds / turn.bare.cpuMicroseconds));
  const cpuRatio = ratio("framewire");
  const fast = framewire.slowestFps >= goalFps || bare.slowestFps < goalFps;
  return {
    viewers,
    bare,
    sketch,
    framewire,
    cpuRatio,
    sketchRatio: ratio("sketch"),
    met: fast && (viewers < goalFrom || cpuRatio <= goalRatio),
  };
}

/**
 * Many short turns, each round another one first: a machine that others use too is now faster and now slower, and so for all
 * three. The cameras of those who have no turn are halted.
 */
async function takeTurns({ viewers, rounds, milliseconds }: Setting): Promise<Round[]> {
  const contestants: Contestant[] = [];
  const turns: Round[] = [];
  try {
    for (const kind of kinds) contestants.push(await enter({ kind, viewers }));
    await sleep(warmUpMs);
    for (const contestant of contestants) contestant.halt();
    for (let round = 0; round < rounds; round++) {
      const turn: Partial<Record<Task["kind"], Measurement>> = {};
      for (let i = 0; i < kinds.length; i++) {
        const contestant = contestants[(round + i) % kinds.length] as Contestant;
        turn[contestant.kind] = await contestant.turn(milliseconds);
      }
      turns.push(turn as Round);
    }
  } finally {
    for (const contestant of contestants) contestant.end();
  }
  return turns;
}

function middle(measurements: readonly Measurement[]): Measurement {
  const of = (key: keyof Measurement): number => median(measurements.map((measurement) => measurement[key]));
  return {
    cpuMicroseconds: of("cpuMicroseconds"),
    fps: of("fps"),
    slowestFps: of("slowestFps"),
    ageP95Ms: of("ageP95Ms"),
    rssBytes: of("rssBytes"),
    viewerCores: of("viewerCores"),
  };
}

/** Three lines for each number of viewers. */
export function comparisonTable(rows: readonly Comparison[]): string {
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
    rows.flatMap(({ viewers, bare, sketch, framewire, cpuRatio, sketchRatio, met }) => [
      [viewers, "bare", ...cells(bare, "", ""), ""],
      [viewers, "sketch", ...cells(sketch, sketchRatio.toFixed(2), ""), ""],
      [
        viewers,
        "Framewire",
        ...cells(framewire, cpuRatio.toFixed(2), viewers < goalFrom ? "" : `≤ ${goalRatio}`),
        met ? "yes" : "no",
      ],
    ]),
  );
}

function cells(measurement: Measurement, ratio: string, goal: string): string[] {
  const { cpuMicroseconds, fps, slowestFps, ageP95Ms, rssBytes, viewerCores } = measurement;
  return [
    cpuMicroseconds.toFixed(1),
    ratio,
    goal,
    fps.toFixed(2),
    slowestFps.toFixed(2),
    ageP95Ms.toFixed(1),
    (rssBytes / 1e6).toFixed(0),
    viewerCores.toFixed(2),
  ];
}
