/** An async iterable that a signal ends at once. */
import { onAbort } from "./abort.ts";

/**
 * Reads `values` until they end or the signal aborts. The abort calls their `return()` at once, also while a `next()` is
 * pending. Use it for iterables whose `return()` ends a pending `next()`: a connection's frames, a {@link share}d source.
 * A generator would continue to its next value first.
 */
export function abortable<T>(values: AsyncIterable<T>, signal: AbortSignal): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = values[Symbol.asyncIterator]();
      let left = false;
      let forgetSignal = (): void => {};

      async function leave(): Promise<void> {
        if (left) return;
        left = true;
        forgetSignal();
        await iterator.return?.();
      }

      forgetSignal = onAbort(signal, () => void leave().catch(() => {}));
      return {
        async next() {
          if (!left) {
            try {
              const result = await iterator.next();
              if (!result.done && !left) return result;
            } catch (error) {
              forgetSignal();
              if (!left) throw error;
            }
            left = true;
            forgetSignal();
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
