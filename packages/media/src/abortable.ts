import { onAbort } from "./abort.ts";

/**
 * Reads `values` until they end or the signal aborts, which leaves them at once: their `return()` is called even
 * while a `next()` is pending. So it is for iterables whose `return()` ends that (a connection's frames, a
 * {@link share}d source); a generator would go on to its next value first.
 */
export function abortable<T>(values: AsyncIterable<T>, signal: AbortSignal): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = values[Symbol.asyncIterator]();
      let left = false;
      let forget = (): void => {};

      async function leave(): Promise<void> {
        if (left) return;
        left = true;
        forget();
        await iterator.return?.();
      }

      forget = onAbort(signal, () => void leave().catch(() => {}));
      return {
        async next() {
          if (!left) {
            try {
              const result = await iterator.next();
              if (!result.done && !left) return result;
            } catch (error) {
              forget();
              if (!left) throw error;
            }
            left = true;
            forget();
          }
          return { done: true, value: undefined };
        },
        async return() {
          await leave();
          return { done: true, value: undefined };
        },
      };
    },
  };
}
