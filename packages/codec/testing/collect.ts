import type { EncodedFrame } from "@framewire/media";

/** What was read of a stream. */
export interface Collection {
  readonly list: readonly EncodedFrame[];
  /** Settles as the stream ends. */
  readonly ended: Promise<void>;
  leave(): Promise<void>;
}

/** Reads a stream as it comes and keeps what it gave. */
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
