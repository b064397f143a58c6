/** Whether the page wants frames. */

import { onAbort } from "@framewire/media";

/** The page's demand for frames, which begins and ends. */
export interface Demand {
  set(wanted: boolean): void;
  /** Waits until frames are wanted, or the signal aborts. */
  begins(signal: AbortSignal): Promise<void>;
  /** A signal that aborts when frames are no longer wanted, or when `signal` does. */
  until(signal: AbortSignal): AbortSignal;
}

/** Creates a {@link Demand} that wants no frames yet. */
export function createDemand(): Demand {
  let current: AbortController | undefined;
  const waiting = new Set<() => void>();
  return {
    set(wanted) {
      if (wanted === (current !== undefined)) return;
      if (!wanted) {
        current?.abort();
        current = undefined;
        return;
      }
      current = new AbortController();
      for (const wake of waiting) wake();
    },
    async begins(signal) {
      if (current || signal.aborted) return;
      let removeListener = (): void => {};
      let wake = (): void => {};
      await new Promise<void>((resolve) => {
        wake = resolve;
        waiting.add(wake);
        removeListener = onAbort(signal, resolve);
      });
      waiting.delete(wake);
      removeListener();
    },
    until(signal) {
      // Safari 16.4 has no AbortSignal.any().
      const ended = new AbortController();
      const end = (): void => ended.abort();
      const demand = current?.signal ?? AbortSignal.abort();
      const removeListeners = [onAbort(demand, end), onAbort(signal, end)];
      onAbort(ended.signal, () => {
        for (const remove of removeListeners) remove();
      });
      return ended.signal;
    },
  };
}
