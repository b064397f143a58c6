/** Keeps a source open without using its frames. */

import { type EncodedFrame, onAbort, type Source } from "@framewire/media";

/** Reads the frames and drops them, until the source ends, fails or `signal` aborts. Never rejects. */
export async function holdOpen(source: Source<EncodedFrame>, signal: AbortSignal): Promise<void> {
  try {
    for await (const _ of source({ signal }));
  } catch {
    // The readers that use the frames report the error.
  }
}

/**
 * Returns a function that keeps the source open for `milliseconds` after its latest call. A client that asks for one
 * snapshot usually asks for another soon, and a camera needs time to start. `signal` closes the source.
 */
export function createKeepWarm(source: Source<EncodedFrame>, milliseconds: number, signal: AbortSignal): () => void {
  let current: AbortController | undefined;
  let timer: NodeJS.Timeout | undefined;

  function release(): void {
    clearTimeout(timer);
    current?.abort();
    current = undefined;
  }

  async function keepOpen(controller: AbortController): Promise<void> {
    await holdOpen(source, controller.signal);
    if (controller === current) release();
  }

  onAbort(signal, release);
  return () => {
    if (signal.aborted) return;
    clearTimeout(timer);
    timer = setTimeout(release, milliseconds);
    if (current) return;
    current = new AbortController();
    void keepOpen(current);
  };
}
