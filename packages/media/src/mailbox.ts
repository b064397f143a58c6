import { onAbort } from "./abort.ts";

/** One slot between a writer that never waits and one reader that takes the newest value. */
export interface Mailbox<T> {
  /** Fills the slot. A value that nobody took is replaced and counted. Ignored once closed. */
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

/** Makes an empty {@link Mailbox}. */
export function createMailbox<T>(): Mailbox<T> {
  let slot: { readonly value: T } | undefined;
  let end: { readonly error: Error | undefined } | undefined;
  let dropped = 0;
  let wake: (() => void) | undefined;

  return {
    put(value) {
      if (end) return;
      if (slot) dropped++;
      slot = { value };
      wake?.();
    },

    async take({ signal } = {}) {
      if (wake) throw new Error("A mailbox has one reader: wait for the pending take() before the next.");
      signal?.throwIfAborted();
      if (!slot && !end) {
        let release: (() => void) | undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (signal) release = onAbort(signal, resolve);
        });
        wake = undefined;
        release?.();
        signal?.throwIfAborted();
      }
      if (slot) {
        const { value } = slot;
        slot = undefined;
        return { done: false, value };
      }
      if (end?.error) throw end.error;
      return { done: true, value: undefined };
    },

    close(error) {
      end ??= { error };
      wake?.();
    },

    get full() {
      return slot !== undefined;
    },

    get dropped() {
      return dropped;
    },
  };
}
