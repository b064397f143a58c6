import { sleep } from "@framewire/media";

/** Waits for the next picture to be due; `false` once the signal has aborted. */
export type Pace = (signal?: AbortSignal) => Promise<boolean>;

/**
 * Spaces pictures evenly: number n is due n / fps seconds after the first, however long each took, so that
 * nothing drifts. Who comes late gets the newest due number at once and loses those before it, so that
 * there is never a burst.
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
      // At least one turn of the event loop, even when late: a slow reader must not shut out everything else.
      do await sleep(Math.max(0, Math.ceil(due - performance.now())), signal);
      while (performance.now() < due);
    } catch (cause) {
      if (signal?.aborted) return false;
      throw cause;
    }
    return true;
  };
}
