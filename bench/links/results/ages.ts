/** The age of each received frame, from its capture by the camera. */
import { now } from "@framewire/media";
import { monotonic } from "../../peer.ts";
import { median } from "../../table.ts";
import type { Run } from "../run.ts";
import type { ReceivedFrame, Stamp } from "../stamp.ts";

/** A received frame. */
export interface AgedFrame {
  /** Seconds since the first frame. */
  readonly at: number;
  /** From the capture until the frame was complete, in milliseconds. */
  readonly ageMs: number;
  readonly bytes: number;
  readonly level: number | undefined;
  /** The camera's own JPEG: it has the stamp. */
  readonly passthrough: boolean;
}

/**
 * The ages of a run's frames. A passthrough frame carries its capture time. The timestamp of a frame that was encoded again
 * is the time at which the server received it, so its capture is the nearest one. The passthrough frames show the difference
 * between the two clocks.
 */
export function agesOf({ received, stamps, begin }: Run): readonly AgedFrame[] {
  const frames = received.filter((message) => message.event === "frame");
  const differences = frames.flatMap(({ timestamp, captured }) =>
    timestamp === undefined || captured === undefined ? [] : [timestamp - captured],
  );
  // Without passthrough frames: this process's `now()` differs from the server's by about a millisecond.
  const offset = differences.length > 0 ? median(differences) : now() - monotonic() + 1000;
  return frames.flatMap((frame) => {
    const captured = frame.captured ?? nearestCapture(stamps, frame, offset);
    if (captured === undefined) return [];
    const { at, bytes, level } = frame;
    const ageMs = (at - captured) / 1000;
    return { at: (at - begin) / 1e6, ageMs, bytes, level, passthrough: frame.captured !== undefined };
  });
}

function nearestCapture(stamps: readonly Stamp[], { timestamp }: ReceivedFrame, offset: number): number | undefined {
  if (timestamp === undefined) return undefined;
  const at = timestamp - offset;
  let [low, high] = [0, stamps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stamps[middle]?.captured ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [stamps[low - 1]?.captured, stamps[low]?.captured];
  if (before === undefined || after === undefined) return before ?? after;
  return at - before < after - at ? before : after;
}
