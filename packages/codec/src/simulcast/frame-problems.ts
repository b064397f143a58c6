/** The log of a source's damaged frames, limited in rate: a camera sends thirty a second. */
import { type Logger, now } from "@framewire/media";

/** Reports frames that cannot be decoded or encoded as they should be. */
export interface FrameProblems {
  /** A frame was decoded, although a library warns of it. Logged once. */
  damaged(message: string): void;
  /** A frame could not be decoded or encoded. Logged once a minute. */
  failed(error: unknown): void;
}

/** Creates the log of one source. Repetitions are logged as `debug`. */
export function createFrameProblems(log: Logger): FrameProblems {
  let damagedBefore = false;
  let failureLoggedAt = Number.NEGATIVE_INFINITY;

  return {
    damaged(message) {
      const sentence = `The source's frames are damaged, and are decoded nevertheless: ${message}.`;
      if (damagedBefore) log.debug(sentence);
      else log.warn(sentence);
      damagedBefore = true;
    },
    failed(error) {
      const reason = error instanceof Error ? error.message : String(error);
      const sentence = `A frame cannot be encoded. Receivers get it as the source gives it, or skip it. ${reason}`;
      const at = now();
      if (at - failureLoggedAt < repeatAfterUs) log.debug(sentence);
      else {
        log.warn(sentence);
        failureLoggedAt = at;
      }
    },
  };
}

const repeatAfterUs = 60e6;
