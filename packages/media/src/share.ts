import { onAbort } from "./abort.ts";
import { createLatestSlot } from "./latest-slot.ts";
import type { Pushing, Sink, Source, SourceDescription } from "./source.ts";

/** The frames of one reader of a {@link share}d source, as a loop or by `pushTo()`: one of the two, once. */
export interface Subscription<T> extends Pushing<T> {
  /** Frames that this reader's loop was too slow for: a newer one took their place. */
  readonly dropped: number;
}

/** A source that is open once, however many read it. */
export interface SharedSource<T> {
  (options?: { readonly signal?: AbortSignal }): Subscription<T>;
  /** What the source says of itself, where it does. */
  describe?(): SourceDescription;
}

/**
 * Lets many read one source: it is opened when the first reader comes and closed after the last has
 * left. Each reader's loop has a mailbox of its own, so that a slow one gets fewer frames and slows nobody.
 */
export function share<T>(source: Source<T>): SharedSource<T> {
  const readers = new Set<Reader<T>>();
  let open: AbortController | undefined;
  let closed: Promise<void> = Promise.resolve();

  function join(reader: Reader<T>): void {
    readers.add(reader);
    if (open) return;
    open = new AbortController();
    closed = pump(open, closed);
  }

  function leave(reader: Reader<T>): void {
    reader.close();
    if (!readers.delete(reader) || readers.size > 0) return;
    open?.abort();
    open = undefined;
  }

  /** Opens the source when the one before is closed: a camera can be held only once. */
  async function pump(own: AbortController, before: Promise<void>): Promise<void> {
    await before;
    if (own.signal.aborted) return;
    let failure: Error | undefined;
    try {
      for await (const value of source({ signal: own.signal })) {
        if (own.signal.aborted) return;
        for (const reader of readers) reader.put(value);
      }
    } catch (cause) {
      failure = cause instanceof Error ? cause : new Error(String(cause), { cause });
    }
    if (own !== open) return;
    open = undefined;
    for (const reader of readers) reader.close(failure);
    readers.clear();
  }

  const shared: SharedSource<T> = ({ signal } = {}) => {
    let dropped = (): number => 0;
    return {
      get dropped() {
        return dropped();
      },

      async pushTo(sink) {
        if (signal?.aborted) return;
        let forget = (): void => {};
        try {
          await new Promise<void>((resolve, reject) => {
            const reader: Reader<T> = {
              put(value) {
                try {
                  sink.put(value);
                } catch (error) {
                  reject(error);
                  leave(reader);
                }
              },
              close: (error) => (error ? reject(error) : resolve()),
            };
            join(reader);
            if (signal) forget = onAbort(signal, () => leave(reader));
          });
        } finally {
          forget();
        }
      },

      [Symbol.asyncIterator]() {
        const own = createLatestSlot<T>();
        dropped = () => own.dropped;
        let joined = false;
        let forget = (): void => {};
        function finish(): void {
          forget();
          leave(own);
        }
        return {
          async next() {
            if (!joined) {
              joined = true;
              if (!signal?.aborted) join(own);
              if (signal) forget = onAbort(signal, () => leave(own));
            }
            try {
              const result = await own.take();
              if (!result.done && !signal?.aborted) return result;
            } catch (error) {
              finish();
              throw error;
            }
            finish();
            return { done: true, value: undefined };
          },
          async return() {
            joined = true;
            finish();
            return { done: true, value: undefined };
          },
        };
      },
    };
  };
  return Object.assign(shared, source.describe && { describe: source.describe.bind(source) });
}

/** Where the values for one reader go. */
interface Reader<T> extends Sink<T> {
  close(error?: Error): void;
}
