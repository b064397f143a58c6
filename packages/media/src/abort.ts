/**
 * Calls `listener` when the signal aborts, at once if it has. Gives back what forgets it: a signal that
 * outlives what waits on it must not keep it in memory.
 */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  if (signal.aborted) {
    listener();
    return () => {};
  }
  signal.addEventListener("abort", listener, { once: true });
  return () => signal.removeEventListener("abort", listener);
}

/** Waits for `ms` milliseconds; throws the signal's reason when that aborts first. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  let release = (): void => {};
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    if (signal) {
      release = onAbort(signal, () => {
        clearTimeout(timer);
        resolve();
      });
    }
  });
  release();
  signal?.throwIfAborted();
}
