/** The pace of the test pattern. */
import { sleep } from "@framewire/media";

/** Waits until the next frame is due. Resolves with `false` after the signal has aborted. */
export type Pace = (signal?: AbortSignal) => Promise<boolean>;

/**
 * Spaces frames evenly: frame n is due n / fps seconds after the first, without drift. A late caller continues with the newest
 * frame that is due and skips the earlier ones, so there is never a burst.
 */
export function createPace(fps: number): Pace {
  const interval = 1000 / fps;
  let start: number | undefined;
  let next = 0;

  return async (signal) => {
    start ??= performance.now();
    const late = Math.floor((performance.now() - start) / interval);
    const slot = Math.max(next, late);
    next = slot + 1;
    const due = start + slot * interval;
    try {
      // Waits at least one turn of the event loop, even when late: a slow reader must not block everything else.
      do await sleep(Math.max(0, Math.ceil(due - performance.now())), signal);
      while (performance.now() < due);
    } catch (cause) {
      if (signal?.aborted) return false;
      throw cause;
    }
    return true;
  };
}
