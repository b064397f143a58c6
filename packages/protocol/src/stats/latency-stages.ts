import { createPercentileMeter, type PercentileMeter, type Percentiles } from "./percentiles.ts";

/** What happens to a frame after its capture, in this order. Each stage is named after what is done at its end. */
const stageNames = ["encoded", "queued", "sent", "received", "consumed", "decoded", "shown"] as const;

/** A stage that a frame passes. */
export type LatencyStage = (typeof stageNames)[number];

/** How long frames took from the end of the stage before to the end of each, in milliseconds; absent where it is not known. */
export type LatencyStages = { readonly [S in LatencyStage]?: Percentiles };

/** Remembers how long frames were in each stage. */
export interface LatencyStageMeter {
  /** A frame took from one time to another, in microseconds. Ignored where either is not known. */
  add(stage: LatencyStage, from: number | undefined, to: number | undefined, at: number): void;
  /** Over the last five seconds. */
  read(at: number): LatencyStages;
}

/** Makes a {@link LatencyStageMeter}, which takes memory for the stages that it is told of. */
export function createLatencyStageMeter(): LatencyStageMeter {
  const meters: { [S in LatencyStage]?: PercentileMeter } = {};
  return {
    add(stage, from, to, at) {
      if (from === undefined || to === undefined) return;
      meters[stage] ??= createPercentileMeter();
      meters[stage].add(Math.max(to - from, 0) / 1000, at);
    },
    read: (at) => latencyStagesOf((stage) => meters[stage]?.read(at)),
  };
}

/** Those of the stages of which something is known, in their order. */
export function latencyStagesOf(of: (stage: LatencyStage) => Percentiles | undefined): LatencyStages {
  return Object.fromEntries(
    stageNames.flatMap((stage) => {
      const distribution = of(stage);
      return distribution ? [[stage, distribution]] : [];
    }),
  );
}
