import { abortable, type EncodedFrame } from "@framewire/media";

export { keepLog } from "test-support/keep-log";
export { take } from "test-support/take";
export { until } from "test-support/until";

/** A reader that stays. */
export interface Watch {
  /** How many frames it has got. */
  readonly count: number;
  /** Leaves, though no frame may come any more. */
  leave(): void;
}

/** Reads frames for as long as they come. */
export function watch(frames: AsyncIterable<EncodedFrame>): Watch {
  const leaving = new AbortController();
  let count = 0;
  void (async () => {
    for await (const _ of abortable(frames, leaving.signal)) count++;
  })();
  return {
    get count() {
      return count;
    },
    leave: () => leaving.abort(),
  };
}
