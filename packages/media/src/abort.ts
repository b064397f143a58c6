/** Waiting that an `AbortSignal` can end. */

/**
 * Calls `listener` when the signal aborts, or at once if it has. Returns a function that removes the listener. Call that
 * when the wait is over: the signal can outlive it, and would keep the listener in memory.
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  if (signal.aborted) {
    listener();
    return () => {};
  }
  signal.addEventListener("abort", listener, { once: true });
  return () => signal.removeEventListener("abort", listener);
}

/** Waits `ms` milliseconds. Throws the signal's reason when that aborts first. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  let removeListener = (): void => {};
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    if (signal) {
      removeListener = onAbort(signal, () => {
        clearTimeout(timer);
        resolve();
      });
    }
  });
  removeListener();
  signal?.throwIfAborted();
}
