/** A source whose frames a test emits. */
import type { EncodedFrame, OpenOptions, VideoFrame, VideoSource } from "@framewire/media";
import { createLatestSlot, onAbort } from "@framewire/media";

/** A source and its controls. */
export interface ManualSource {
  readonly source: VideoSource;
  /** How many times it has been opened, and how many readers have it open now. */
  readonly state: { readonly opened: number; readonly open: number };
  /** Emits a frame, and waits until all work on it that needs no timer is done. */
  emit(frame: VideoFrame | EncodedFrame): Promise<void>;
  /** Ends the source, with the error if there is one. */
  end(error?: Error): Promise<void>;
}

/** Creates a source that emits one frame at a time. */
export function manualSource(): ManualSource {
  const state = { opened: 0, open: 0 };
  let current = createLatestSlot<VideoFrame | EncodedFrame>();
  const source: VideoSource = async function* ({ signal }: OpenOptions = {}) {
    state.opened++;
    state.open++;
    const slot = createLatestSlot<VideoFrame | EncodedFrame>();
    current = slot;
    const removeListener = signal ? onAbort(signal, () => slot.close()) : () => {};
    try {
      for (;;) {
        const result = await slot.take();
        if (result.done || signal?.aborted) return;
        yield result.value;
      }
    } finally {
      removeListener();
      state.open--;
    }
  };
  return {
    source,
    state,
    async emit(frame) {
      current.put(frame);
      await settled();
    },
    async end(error) {
      current.close(error);
      await settled();
    },
  };
}

/** Resolves after all promises that depend on no timer or I/O have settled. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise<void>((resolve) => setImmediate(resolve));
}
