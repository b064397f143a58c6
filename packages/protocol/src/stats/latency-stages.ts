import { createDistributionMeter, type Distribution, type DistributionMeter } from "./percentiles.ts";

/** What happens to a frame after its capture, in this order. Each stage is named after what is done at its end. */
const stageNames = ["encoded", "queued", "sent", "received", "taken", "decoded", "shown"] as const;

/** A stage that a frame passes. */
export type Stage = (typeof stageNames)[number];

/** How long frames took from the end of the stage before to the end of each, in milliseconds; absent where it is not known. */
export type StageDurations = { readonly [S in Stage]?: Distribution };

/** Remembers how long frames were in each stage. */
export interface StageMeter {
  /** A frame took from one time to another, in microseconds. Ignored where either is not known. */
  add(stage: Stage, from: number | undefined, to: number | undefined, at: number): void;
  /** Over the last five seconds. */
  read(at: number): StageDurations;
}

/** Makes a {@link StageMeter}, which takes memory for the stages that it is told of. */
export function createStageMeter(): StageMeter {
  const meters: { [S in Stage]?: DistributionMeter } = {};
  return {
    add(stage, from, to, at) {
      if (from === undefined || to === undefined) return;
      meters[stage] ??= createDistributionMeter();
      meters[stage].add(Math.max(to - from, 0) / 1000, at);
    },
    read: (at) => stageDurations((stage) => meters[stage]?.read(at)),
  };
}

/** Those of the stages of which something is known, in their order. */
export function stageDurations(of: (stage: Stage) => Distribution | undefined): StageDurations {
  return Object.fromEntries(
    stageNames.flatMap((stage) => {
      const distribution = of(stage);
      return distribution ? [[stage, distribution]] : [];
    }),
  );
}
