import { onAbort } from "./abort.ts";

/** One slot between a writer that never waits and one reader that takes the newest value. */
export interface LatestSlot<T> {
  /** Gives the value to the reader that waits, or fills the slot. What nobody took is replaced and counted. Ignored once closed. */
  put(value: T): void;
  /**
   * Waits for a value and empties the slot. `done` once closed and empty; throws the error that it was
   * closed with, or the signal's reason when that aborts first. One `take` at a time.
   */
  take(options?: { readonly signal?: AbortSignal }): Promise<IteratorResult<T, undefined>>;
  /** No further values. The one in the slot can still be taken. */
  close(error?: Error): void;
  /** A value lies in the slot. */
  readonly full: boolean;
  /** Values that were replaced before anybody took them. */
  readonly dropped: number;
}

/** Makes an empty {@link LatestSlot}. */
export function createLatestSlot<T>(): LatestSlot<T> {
  let slot: { readonly value: T } | undefined;
  let end: { readonly error: Error | undefined } | undefined;
  let dropped = 0;
  let waiting: Waiting<T> | undefined;

  /** The reader that waits, which waits no longer. */
  function reader(): Waiting<T> | undefined {
    const who = waiting;
    waiting = undefined;
    who?.forget?.();
    return who;
  }

  function wait(signal: AbortSignal | undefined): Promise<IteratorResult<T, undefined>> {
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject, forget: signal && onAbort(signal, () => reader()?.reject(signal.reason)) };
    });
  }

  return {
    put(value) {
      if (end) return;
      if (waiting) {
        reader()?.resolve({ done: false, value });
        return;
      }
      if (slot) dropped++;
      slot = { value };
    },

    async take({ signal } = {}) {
      if (waiting) throw new Error("A mailbox has one reader: wait for the pending take() before the next.");
      signal?.throwIfAborted();
      if (slot) {
        const { value } = slot;
        slot = undefined;
        return { done: false, value };
      }
      if (!end) return wait(signal);
      if (end.error) throw end.error;
      return { done: true, value: undefined };
    },

    close(error) {
      if (end) return;
      end = { error };
      if (error) reader()?.reject(error);
      else reader()?.resolve({ done: true, value: undefined });
    },

    get full() {
      return slot !== undefined;
    },

    get dropped() {
      return dropped;
    },
  };
}

/** A `take()` that waits. */
interface Waiting<T> {
  resolve(result: IteratorResult<T, undefined>): void;
  reject(error: unknown): void;
  /** Lets go of the signal. */
  readonly forget: (() => void) | undefined;
}
