import { median, table } from "../table.ts";
import { type Measurement, measure } from "./measure.ts";

/** Framewire beside the bare server, with so many viewers. */
export interface Comparison {
  readonly viewers: number;
  readonly bare: Measurement;
  readonly framewire: Measurement;
  /** Median of the ratios of CPU for a delivered frame, round by round. */
  readonly cpuRatio: number;
  readonly met: boolean;
}

/** The most CPU for a delivered frame beside the bare server. */
const goalRatio = 1.25;
/** What each viewer gets at least, where the bare server manages it. */
export const goalFps = 29.5;
const goalFrom = 64;

/** Lets the two take turns, and gives the medians. */
export async function compare(setting: {
  readonly viewers: number;
  readonly rounds: number;
  readonly milliseconds: number;
}): Promise<Comparison> {
  const { viewers, rounds, milliseconds } = setting;
  const pairs: { readonly bare: Measurement; readonly framewire: Measurement }[] = [];
  for (let round = 0; round < rounds; round++) {
    pairs.push({
      bare: await measure({ kind: "bare", viewers }, milliseconds),
      framewire: await measure({ kind: "framewire", viewers }, milliseconds),
    });
  }
  const bare = middle(pairs.map((pair) => pair.bare));
  const framewire = middle(pairs.map((pair) => pair.framewire));
  const cpuRatio = median(pairs.map((pair) => pair.framewire.cpuMicroseconds / pair.bare.cpuMicroseconds));
  const fast = framewire.slowestFps >= goalFps || bare.slowestFps < goalFps;
  return {
    viewers,
    bare,
    framewire,
    cpuRatio,
    met: fast && (viewers < goalFrom || cpuRatio <= goalRatio),
  };
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

/** Two lines for each number of viewers. */
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
    rows.flatMap(({ viewers, bare, framewire, cpuRatio, met }) => [
      [viewers, "bare", ...cells(bare, "", ""), ""],
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
