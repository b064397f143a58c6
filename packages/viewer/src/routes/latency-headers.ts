/** HTTP headers with the times of a frame's latency stages. */

import { now } from "@framewire/media";
import type { StageTimes } from "../streams/latency-stages.ts";

/** A header for each stage, as `docs/viewer.md` lists them. */
const names: readonly (readonly [keyof StageTimes, string])[] = [
  ["captured", "X-Framewire-Captured"],
  ["encoded", "X-Framewire-Encoded"],
  ["queued", "X-Framewire-Queued"],
  ["sent", "X-Framewire-Sent"],
  ["received", "X-Framewire-Received"],
  ["converted", "X-Framewire-Converted"],
];

/**
 * The headers of a frame that is written now. Times are seconds since the Unix epoch with six decimals, on this
 * machine's clock. `X-Timestamp` is the capture time, as other MJPEG servers name it.
 */
export function latencyHeaders(sequence: number, times: StageTimes): readonly (readonly [string, string])[] {
  const stages = names.flatMap(([stage, name]) => {
    const time = times[stage];
    return time === undefined ? [] : [[name, seconds(time)] as const];
  });
  return [
    ["X-Timestamp", seconds(times.captured)],
    ["X-Framewire-Sequence", String(sequence)],
    ...stages,
    ["X-Framewire-Written", seconds(now())],
  ];
}

function seconds(microseconds: number): string {
  return (microseconds / 1e6).toFixed(6);
}
