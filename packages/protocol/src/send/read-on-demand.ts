/** Reads the frames to be sent, while the peer wants them. */
import { type EncodedFrame, onAbort, type Source } from "@framewire/media";
import type { RemoteDemand } from "./remote-demand.ts";

/** Frames that can be sent: a source is opened and closed on demand, an iterable is paused. */
export type OutgoingFrames = Source<EncodedFrame> | AsyncIterable<EncodedFrame>;

/**
 * Reads frames until they end or the signal aborts. A source is open only while the peer wants frames; an iterable is paused
 * meanwhile. Rejects with the error that the frames or `onFrame` throw.
 */
export async function readOnDemand(frames: OutgoingFrames, options: ReadOptions): Promise<void> {
  const { demand, signal } = options;
  if (typeof frames !== "function") return untilAborted(read(frames, options), signal);
  while (!signal.aborted) {
    await demand.begins(signal);
    if (signal.aborted) return;
    const opened = new AbortController();
    const forget = [demand.onEnd(() => opened.abort()), onAbort(signal, () => opened.abort())];
    try {
      await untilAborted(read(frames(opened), { ...options, signal: opened.signal }), opened.signal);
      if (!opened.signal.aborted) return;
    } finally {
      for (const each of forget) each();
      opened.abort();
    }
  }
}

/** Options of {@link readOnDemand}. */
export interface ReadOptions {
  readonly demand: RemoteDemand;
  readonly signal: AbortSignal;
  /** Waits before the next frame is accepted. */
  pause(): Promise<void> | void;
  onFrame(frame: EncodedFrame): void;
}

async function read(
  frames: AsyncIterable<EncodedFrame>,
  { demand, signal, pause, onFrame }: ReadOptions,
): Promise<void> {
  const iterator = frames[Symbol.asyncIterator]();
  try {
    while (true) {
      if (!demand.wanted) {
        await demand.begins(signal);
        if (signal.aborted) return;
      }
      const next = await iterator.next();
      if (next.done) return;
      const pausing = pause();
      if (pausing) await pausing;
      if (signal.aborted) return;
      onFrame(next.value);
    }
  } finally {
    // The return() of a generator whose next() is pending takes effect only after that: do not wait for it.
    void iterator.return?.().catch(() => {});
  }
}

/** Waits for `work`, at most until the signal aborts. */
async function untilAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  let forget = (): void => {};
  const aborted = new Promise<void>((resolve) => {
    forget = onAbort(signal, resolve);
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    forget();
  }
}
