import { now, onAbort } from "@framewire/media";
import type { Drawable } from "./encoder.ts";

/** A frame of the camera, and when it came here. */
export interface CameraFrame {
  readonly image: Drawable;
  /** In microseconds on the `now()` clock. */
  readonly captured: number;
}

/** The camera's frames: one slot, the newest wins, and the others are closed. */
export interface Film {
  put(image: Drawable): void;
  /** What has been lying there is not wanted any more. */
  fresh(): void;
  /** Waits for the next; undefined when `signal` aborts. */
  take(signal: AbortSignal | undefined): Promise<CameraFrame | undefined>;
}

/** Makes a {@link Film} of a stream of frames, or of what is put there. `signal` ends it. */
export function createFilm(frames: ReadableStream<VideoFrame> | undefined, signal: AbortSignal): Film {
  let slot: CameraFrame | undefined;
  let wake = (): void => {};

  function put(image: Drawable): void {
    fresh();
    if (signal.aborted) {
      image.close();
      return;
    }
    slot = { image, captured: now() };
    wake();
  }

  function fresh(): void {
    slot?.image.close();
    slot = undefined;
  }

  if (frames) void pour(frames, put, signal);
  onAbort(signal, () => {
    fresh();
    wake();
  });

  return {
    put,
    fresh,
    async take(until) {
      const ended = (): boolean => signal.aborted || until?.aborted === true;
      if (!slot && !ended()) {
        let forget = (): void => {};
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (until) forget = onAbort(until, resolve);
        });
        forget();
      }
      if (ended()) return undefined;
      const taken = slot;
      slot = undefined;
      return taken;
    },
  };
}

/** A camera gives a few frames at most, and stops when they are not closed: each is taken out at once. */
async function pour(
  frames: ReadableStream<VideoFrame>,
  put: (frame: VideoFrame) => void,
  signal: AbortSignal,
): Promise<void> {
  const reader = frames.getReader();
  onAbort(signal, () => void reader.cancel().catch(() => {}));
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) put(next.value);
  } catch {
    // The track has ended, which the page hears of and says.
  }
}
