/** The newest frame of the page's camera. */

import { now, onAbort } from "@framewire/media";
import type { Drawable } from "./encoder.ts";

/** A slot of one frame: a newer frame replaces and closes an older one. */
export interface CameraSlot {
  put(image: Drawable): void;
  /** Closes and removes the frame in the slot. */
  clear(): void;
  /** Waits for a frame; undefined when `signal` aborts. */
  take(signal: AbortSignal | undefined): Promise<CameraFrame | undefined>;
}

/** A frame of the camera. */
export interface CameraFrame {
  readonly image: Drawable;
  /** When it reached the slot, in microseconds on the `now()` clock. */
  readonly captured: number;
}

/** Creates a slot. It is filled from `frames`, or else by `put()`. `signal` closes it. */
export function createCameraSlot(frames: ReadableStream<VideoFrame> | undefined, signal: AbortSignal): CameraSlot {
  let slot: CameraFrame | undefined;
  let wake = (): void => {};

  function put(image: Drawable): void {
    clear();
    if (signal.aborted) {
      image.close();
      return;
    }
    slot = { image, captured: now() };
    wake();
  }

  function clear(): void {
    slot?.image.close();
    slot = undefined;
  }

  if (frames) void putAll(frames, put, signal);
  onAbort(signal, () => {
    clear();
    wake();
  });

  return {
    put,
    clear,
    async take(until) {
      const ended = (): boolean => signal.aborted || until?.aborted === true;
      if (!slot && !ended()) {
        let removeListener = (): void => {};
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (until) removeListener = onAbort(until, resolve);
        });
        removeListener();
      }
      if (ended()) return undefined;
      const frame = slot;
      slot = undefined;
      return frame;
    },
  };
}

/** A camera has few frames and stops when none of them is closed, so each is read at once. */
async function putAll(
  frames: ReadableStream<VideoFrame>,
  put: (frame: VideoFrame) => void,
  signal: AbortSignal,
): Promise<void> {
  const reader = frames.getReader();
  onAbort(signal, () => void reader.cancel().catch(() => {}));
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) put(next.value);
  } catch {
    // The track has ended, which the page reports.
  }
}
