/** How long frames take for each stage on their way. */
import { PercentileMeter, type Percentiles } from "./percentiles.ts";

/** The stages after a frame's capture, in order. Each is named after what ends it. */
const stageNames = ["acquired", "encoded", "queued", "sent", "received", "consumed", "decoded", "shown"] as const;

/** A stage on a frame's way. */
export type LatencyStage = (typeof stageNames)[number];

/** How long frames took for each stage, in milliseconds: from the end of the stage before. Absent where it is not known. */
export type LatencyStages = { readonly [S in LatencyStage]?: Percentiles };

/** Measures how long frames take for each stage. */
export interface LatencyStageMeter {
  /** A frame took from one time to another, in microseconds. Ignored where one of them is not known. */
  add(stage: LatencyStage, from: number | undefined, to: number | undefined, at: number): void;
  /** The last five seconds. */
  read(at: number): LatencyStages;
}

/** Creates a {@link LatencyStageMeter}. It allocates memory for the stages that occur. */
export function createLatencyStageMeter(): LatencyStageMeter {
  const meters: { [S in LatencyStage]?: PercentileMeter } = {};
  return {
    add(stage, from, to, at) {
      if (from === undefined || to === undefined) return;
      meters[stage] ??= new PercentileMeter();
      meters[stage].add(Math.max(to - from, 0) / 1000, at);
    },
    read: (at) =>
      Object.fromEntries(
        stageNames.flatMap((stage) => {
          const percentiles = meters[stage]?.read(at);
          return percentiles ? [[stage, percentiles]] : [];
        }),
      ),
  };
}
