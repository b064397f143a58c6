/** Real-time playback of frames that can be read faster than they are due, such as those of a file. */
import { now, sleep } from "@framewire/media";

/**
 * Creates the pace of one playback. Frames are as far apart as their presentation times, however long it takes to read
 * them. Presentation times that do not increase, or by more than a minute, count as 40 ms later.
 */
export function createFilePace(): FilePace {
  let due = Number.NEGATIVE_INFINITY;
  let previous = 0;
  return async (pts, signal) => {
    const step = pts - previous;
    previous = pts;
    due += step > 0 && step <= maxGap ? step : usualInterval;
    if (now() - due > maxLateness) due = now();
    while (now() < due) await sleep(Math.max(1, (due - now()) / 1000), signal);
    return Math.round(due);
  };
}

/**
 * Waits until a frame is due and returns that time in microseconds of `now()`. `pts` is the frame's presentation time in
 * microseconds. Rejects with the signal's reason.
 */
export type FilePace = (pts: number, signal: AbortSignal) => Promise<number>;

/** A reader that is later than this, in microseconds, does not catch up: the rest of the playback is delayed. */
const maxLateness = 1e6;

/** A longer gap, in microseconds, is not waited for: a recorder was off, or its clock was set. */
const maxGap = 60e6;

/** What counts in place of a time that cannot be true, in microseconds: 25 frames a second. */
const usualInterval = 40_000;
