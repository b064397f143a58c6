/** The times at which a frame passed each latency stage. */

import type { EncodedFrame, FrameTimes } from "@framewire/media";

/** Times of a frame's latency stages, in microseconds on this machine's `now()` clock of `@framewire/media`. */
export interface StageTimes extends FrameTimes {
  readonly captured: number;
  /** When this gateway had converted the frame to another codec or level; absent when it did not. */
  readonly converted?: number | undefined;
}

/** Remembers the stage times of a source's latest frames, because a converted frame does not carry them. */
export interface StageTimesCache {
  /** Adds a frame of the source. */
  note(frame: EncodedFrame): void;
  /** The stage times of a noted frame, or of a frame that was converted from it. */
  of(frame: EncodedFrame): StageTimes;
}

/** More frames than a simulcast works on at a time. */
const capacity = 32;

/** Creates an empty {@link StageTimesCache}. It holds times only, no frame data. */
export function createStageTimesCache(): StageTimesCache {
  const times = new Map<number, FrameTimes | undefined>();
  return {
    note(frame) {
      times.delete(frame.timestamp);
      times.set(frame.timestamp, frame.times);
      if (times.size <= capacity) return;
      for (const oldest of times.keys()) {
        times.delete(oldest);
        break;
      }
    },
    of({ timestamp: captured, times: own }) {
      const source = times.get(captured);
      if (source === own) return { captured, ...own };
      return { captured, ...source, converted: own?.encoded };
    },
  };
}
