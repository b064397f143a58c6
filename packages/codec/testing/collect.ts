/** Reads a stream and keeps its frames. */
import type { EncodedFrame } from "@framewire/media";

/** Reads a stream as frames arrive. */
export function collect(frames: AsyncIterable<EncodedFrame>): Collection {
  const list: EncodedFrame[] = [];
  const iterator = frames[Symbol.asyncIterator]();
  const ended = (async () => {
    for (let result = await iterator.next(); !result.done; result = await iterator.next()) list.push(result.value);
  })();
  ended.catch(() => {});
  return {
    list,
    ended,
    async leave() {
      await iterator.return?.();
    },
  };
}

/** The frames of a stream. */
export interface Collection {
  readonly list: readonly EncodedFrame[];
  /** Settles when the stream ends. */
  readonly ended: Promise<void>;
  /** Leaves the loop. */
  leave(): Promise<void>;
}
