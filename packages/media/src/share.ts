/** One source for many readers: open while at least one of them reads, with a newest-wins slot for each. */
import { onAbort } from "./abort.ts";
import { createLatestSlot, type LatestSlot } from "./latest-slot.ts";
import type { OpenOptions, Source, SourceDescription } from "./source.ts";

/**
 * Shares one source among many readers. It is opened at the first reader's first `next()` and closed after the last
 * reader has left. A slow reader receives fewer values and delays no other. All readers end or throw with the source.
 */
export function share<T>(source: Source<T>): SharedSource<T> {
  const slots = new Set<LatestSlot<T>>();
  let open: AbortController | undefined;
  let closed: Promise<void> = Promise.resolve();

  function join(slot: LatestSlot<T>): void {
    slots.add(slot);
    if (open) return;
    open = new AbortController();
    closed = read(open, closed);
  }

  function leave(slot: LatestSlot<T>): void {
    slot.close();
    if (!slots.delete(slot) || slots.size > 0) return;
    open?.abort();
    open = undefined;
  }

  /** Opens the source once its previous iteration is closed: a camera can be opened only once at a time. */
  async function read(own: AbortController, previousClosed: Promise<void>): Promise<void> {
    await previousClosed;
    if (own.signal.aborted) return;
    let failure: Error | undefined;
    try {
      for await (const value of source({ signal: own.signal })) {
        if (own.signal.aborted) return;
        for (const slot of slots) slot.put(value);
      }
    } catch (cause) {
      failure = cause instanceof Error ? cause : new Error(String(cause), { cause });
    }
    if (own !== open) return;
    open = undefined;
    for (const slot of slots) slot.close(failure);
    slots.clear();
  }

  const shared: SharedSource<T> = ({ signal } = {}) => {
    const slot = createLatestSlot<T>();
    let joined = false;
    let stopListening = (): void => {};

    function finish(): IteratorReturnResult<undefined> {
      stopListening();
      leave(slot);
      return { done: true, value: undefined };
    }

    const iterator: AsyncIterator<T, undefined> = {
      async next() {
        if (!joined) {
          joined = true;
          if (!signal?.aborted) join(slot);
          if (signal) stopListening = onAbort(signal, () => leave(slot));
        }
        try {
          const result = await slot.take();
          return result.done || signal?.aborted ? finish() : result;
        } catch (error) {
          finish();
          throw error;
        }
      },
      async return() {
        joined = true;
        return finish();
      },
    };
    return {
      get dropped() {
        return slot.dropped;
      },
      [Symbol.asyncIterator]: () => iterator,
    };
  };
  return Object.assign(shared, source.describe && { describe: source.describe.bind(source) });
}

/** A source that is open at most once, for any number of readers. */
export interface SharedSource<T> {
  (options?: OpenOptions): Subscription<T>;
  /** As {@link Source.describe}. Absent where the source has none. */
  describe?(): SourceDescription;
}

/** One reader's values, for one loop. */
export interface Subscription<T> extends AsyncIterable<T> {
  /** Values that a newer one replaced before the reader received them. */
  readonly dropped: number;
}
