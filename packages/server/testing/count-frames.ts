/** A reader that counts frames. */

import { abortable, type EncodedFrame } from "@framewire/media";

/** A reader that stays in its loop. */
export interface FrameCounter {
  /** Frames that it has received. */
  readonly count: number;
  /** Leaves the loop, also while no frame arrives. */
  stop(): void;
}

/** Reads and counts frames until they end. */
export function countFrames(frames: AsyncIterable<EncodedFrame>): FrameCounter {
  const stopping = new AbortController();
  let count = 0;
  void (async () => {
    for await (const _ of abortable(frames, stopping.signal)) count++;
  })();
  return {
    get count() {
      return count;
    },
    stop: () => stopping.abort(),
  };
}
