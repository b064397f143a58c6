import type { EncodedFrame, FrameTimes } from "@framewire/media";

/** When a frame passed its stages, in microseconds on this machine's `now()` clock of `@framewire/media`. */
export interface FrameStages extends FrameTimes {
  readonly captured: number;
  /** This gateway was done with writing it in another codec or level. */
  readonly converted?: number | undefined;
}

/** Remembers when the latest frames of a source passed their stages, which a frame that is converted does not say. */
export interface StageMemory {
  note(frame: EncodedFrame): void;
  /** Of a frame that was noted, or of what was made of it. */
  stagesOf(frame: EncodedFrame): FrameStages;
}

/** More than are in work at a time. */
const remembered = 32;

/** Makes an empty {@link StageMemory}. It holds no pictures. */
export function createStageMemory(): StageMemory {
  const times = new Map<number, FrameTimes | undefined>();
  return {
    note(frame) {
      times.delete(frame.timestamp);
      times.set(frame.timestamp, frame.times);
      if (times.size <= remembered) return;
      for (const oldest of times.keys()) {
        times.delete(oldest);
        break;
      }
    },
    stagesOf({ timestamp: captured, times: own }) {
      const source = times.get(captured);
      if (source === own) return { captured, ...own };
      return { captured, ...source, converted: own?.encoded };
    },
  };
}
