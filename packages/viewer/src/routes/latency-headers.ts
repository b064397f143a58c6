import { now } from "@framewire/media";
import type { StageTimes } from "../streams/latency-stages.ts";

/** A header for each stage that a frame has passed; the names are what `docs/viewer.md` says of them. */
const names: readonly (readonly [keyof StageTimes, string])[] = [
  ["captured", "X-Framewire-Captured"],
  ["encoded", "X-Framewire-Encoded"],
  ["queued", "X-Framewire-Queued"],
  ["sent", "X-Framewire-Sent"],
  ["received", "X-Framewire-Received"],
  ["converted", "X-Framewire-Converted"],
];

/**
 * When a frame passed its stages, as headers: seconds since the Unix epoch with six decimals, on this machine's clock.
 * The last is now: the frame is written to its reader. `X-Timestamp`, as other MJPEG servers have it, is the capture.
 */
export function stageHeaders(sequence: number, stages: StageTimes): readonly (readonly [string, string])[] {
  const passed = names.flatMap(([stage, name]) => {
    const time = stages[stage];
    return time === undefined ? [] : [[name, seconds(time)] as const];
  });
  return [
    ["X-Timestamp", seconds(stages.captured)],
    ["X-Framewire-Sequence", String(sequence)],
    ...passed,
    ["X-Framewire-Written", seconds(now())],
  ];
}

function seconds(microseconds: number): string {
  return (microseconds / 1e6).toFixed(6);
}
