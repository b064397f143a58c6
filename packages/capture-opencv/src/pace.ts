import { now, sleep } from "@framewire/media";

/** Waits until the next picture of a file is due, and says when that was, in microseconds of `now()`. */
export type Pace = (signal: AbortSignal) => Promise<number>;

/** So many pictures a second. A reader that is late by more than one is not made up for: the later ones are due later. */
export function createPace(fps: number): Pace {
  const period = 1e6 / fps;
  let due: number | undefined;
  return async (signal) => {
    const time = now();
    due = due === undefined || time > due + 2 * period ? time : due + period;
    if (due > time) await sleep((due - time) / 1000, signal);
    return Math.round(due);
  };
}
