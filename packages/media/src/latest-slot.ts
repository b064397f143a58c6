/** A conflated channel of one: a writer that never waits, and one reader that takes the newest value. */
import { onAbort } from "./abort.ts";

/** The newest value, for one reader. */
export interface LatestSlot<T> {
  /** Resolves a pending `take()` with the value, or fills the slot. Replaces the value in the slot. Ignored once closed. */
  put(value: T): void;
  /**
   * Waits for a value and empties the slot. `done` once the slot is closed and empty. Rejects with the error that it was
   * closed with, or with the signal's reason when that aborts first. One `take()` at a time.
   */
  take(options?: { readonly signal?: AbortSignal }): Promise<IteratorResult<T, undefined>>;
  /** Accepts no further values. The reader still receives a value in the slot. */
  close(error?: Error): void;
  /** Whether a value is in the slot. */
  readonly full: boolean;
  /** Values that were replaced before the reader received them. */
  readonly dropped: number;
}

/** Creates an empty {@link LatestSlot}. */
export function createLatestSlot<T>(): LatestSlot<T> {
  let held: { readonly value: T } | undefined;
  let end: { readonly error: Error | undefined } | undefined;
  let dropped = 0;
  let pending: PendingTake<T> | undefined;

  /** Ends the wait of the pending `take()`, and returns it for its result. */
  function endWait(): PendingTake<T> | undefined {
    const take = pending;
    pending = undefined;
    take?.forgetSignal?.();
    return take;
  }

  return {
    put(value) {
      if (end) return;
      if (pending) {
        endWait()?.resolve({ done: false, value });
        return;
      }
      if (held) dropped++;
      held = { value };
    },

    take({ signal } = {}) {
      if (pending) return Promise.reject(new Error("A slot has one reader: wait for the pending take() first."));
      if (signal?.aborted) return Promise.reject(signal.reason);
      if (held) {
        const { value } = held;
        held = undefined;
        return Promise.resolve({ done: false, value });
      }
      if (end?.error) return Promise.reject(end.error);
      if (end) return Promise.resolve({ done: true, value: undefined });
      return new Promise((resolve, reject) => {
        const forgetSignal = signal && onAbort(signal, () => endWait()?.reject(signal.reason));
        pending = { resolve, reject, forgetSignal };
      });
    },

    close(error) {
      if (end) return;
      end = { error };
      if (error) endWait()?.reject(error);
      else endWait()?.resolve({ done: true, value: undefined });
    },

    get full() {
      return held !== undefined;
    },

    get dropped() {
      return dropped;
    },
  };
}

interface PendingTake<T> {
  resolve(result: IteratorResult<T, undefined>): void;
  reject(error: unknown): void;
  readonly forgetSignal: (() => void) | undefined;
}
