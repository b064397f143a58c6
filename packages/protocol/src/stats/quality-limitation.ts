/** What keeps the frames of a connection from being better, or fresher. */
import type { FlowReading } from "./flow-meter.ts";

/**
 * What limits the quality or the age of frames. The values are those of W3C's `RTCQualityLimitationReason`: `bandwidth` is the
 * network, `cpu` a slow encoder, and `other` a source that gives its frames late. Only `bandwidth` lowers the level of the
 * ladder: a smaller frame comes no earlier from a late camera.
 */
export type QualityLimitationReason = "none" | "cpu" | "bandwidth" | "other";

/** Returns the reason in words for people, such as "camera late"; undefined for `none`. */
export function describeQualityLimitation(reason: QualityLimitationReason): string | undefined {
  return descriptions[reason];
}

const descriptions: Readonly<Record<QualityLimitationReason, string | undefined>> = {
  none: undefined,
  cpu: "encoder slow",
  bandwidth: "network slow",
  other: "camera late",
};

/**
 * Returns what limits these frames: the network where it has no room for the best level. Otherwise, where frames are older
 * than `maxLatency` allows, what takes the largest part of their age. `maxLatency` is the connection's target in microseconds.
 */
export function qualityLimitationOf(
  { level, stages }: Pick<FlowReading, "level" | "stages">,
  maxLatency: number,
): QualityLimitationReason {
  if (level > 0) return "bandwidth";
  const source = stages.acquired?.p50 ?? 0;
  const encoder = stages.encoded?.p50 ?? 0;
  const network = (stages.sent?.p50 ?? 0) + (stages.received?.p50 ?? 0);
  if (source + encoder + network <= Math.min(maxLatency, maxUnnoticed) / 1000) return "none";
  const longest = Math.max(source, encoder, network);
  return longest === source ? "other" : longest === encoder ? "cpu" : "bandwidth";
}

/** An age that people notice also where the connection has no latency target, in microseconds. */
const maxUnnoticed = 1_000_000;
