/**
 * The slot between a stage and one reader, newest wins, as a mailbox has it; for where a thousand readers are
 * served thirty times a second: a value goes to a reader that waits with one promise and no more.
 */
export interface Slot<T> {
  /** Gives the value to the reader that waits, or fills the slot. What nobody took is replaced and counted. */
  put(value: T): void;
  /** Waits for a value. `done` once closed and empty; rejects with the error that it was closed with. One at a time. */
  take(): Promise<IteratorResult<T, undefined>>;
  /** No further values. The one in the slot can still be taken. */
  close(error?: Error): void;
  /** Values that were replaced before anybody took them. */
  readonly dropped: number;
}

interface Waiting<T> {
  resolve(result: IteratorResult<T, undefined>): void;
  reject(error: Error): void;
}

/** Makes an empty {@link Slot}. */
export function createSlot<T>(): Slot<T> {
  let value: T | undefined;
  let full = false;
  let end: { readonly error: Error | undefined } | undefined;
  let waiting: Waiting<T> | undefined;
  let dropped = 0;

  const wait = (resolve: Waiting<T>["resolve"], reject: Waiting<T>["reject"]): void => {
    waiting = { resolve, reject };
  };

  return {
    put(next) {
      if (end) return;
      if (waiting) {
        const { resolve } = waiting;
        waiting = undefined;
        resolve({ done: false, value: next });
        return;
      }
      if (full) dropped++;
      value = next;
      full = true;
    },

    take() {
      if (waiting)
        return Promise.reject(new Error("There is one reader: wait for the pending next() before the next."));
      if (full) {
        const taken = value as T;
        value = undefined;
        full = false;
        return Promise.resolve({ done: false, value: taken });
      }
      if (!end) return new Promise(wait);
      return end.error ? Promise.reject(end.error) : Promise.resolve({ done: true, value: undefined });
    },

    close(error) {
      if (end) return;
      end = { error };
      if (error) waiting?.reject(error);
      else waiting?.resolve({ done: true, value: undefined });
      waiting = undefined;
    },

    get dropped() {
      return dropped;
    },
  };
}
