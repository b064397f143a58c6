import type { EncodedFrame, OpenOptions, VideoFrame, VideoSource } from "@framewire/media";
import { createLatestSlot, onAbort } from "@framewire/media";

/** A source that a test feeds by hand. */
export interface ManualSource {
  readonly source: VideoSource;
  /** How often it has been opened, and is open now. */
  readonly state: { readonly opened: number; readonly open: number };
  /** Gives a frame, and waits until it has gone wherever it goes without a timer. */
  give(frame: VideoFrame | EncodedFrame): Promise<void>;
  /** Ends the source, or breaks it. */
  end(error?: Error): Promise<void>;
}

/** A source that gives what it is told to, one frame at a time. */
export function manualSource(): ManualSource {
  const state = { opened: 0, open: 0 };
  let mailbox = createLatestSlot<VideoFrame | EncodedFrame>();
  const source: VideoSource = async function* ({ signal }: OpenOptions = {}) {
    state.opened++;
    state.open++;
    const own = createLatestSlot<VideoFrame | EncodedFrame>();
    mailbox = own;
    const forget = signal ? onAbort(signal, () => own.close()) : () => {};
    try {
      for (;;) {
        const result = await own.take();
        if (result.done || signal?.aborted) return;
        yield result.value;
      }
    } finally {
      forget();
      state.open--;
    }
  };
  return {
    source,
    state,
    async give(frame: VideoFrame | EncodedFrame): Promise<void> {
      mailbox.put(frame);
      await settled();
    },
    async end(error?: Error): Promise<void> {
      mailbox.close(error);
      await settled();
    },
  };
}

/** All promises that wait for nothing else are done. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise<void>((resolve) => setImmediate(resolve));
}
