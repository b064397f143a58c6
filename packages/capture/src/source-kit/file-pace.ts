/** Real-time playback of frames that can be read faster than they are due, such as those of a file. */
import { now, sleep } from "@framewire/media";

/**
 * Creates the pace of one playback. Frames are as far apart as their presentation times, however long it takes to read
 * them.
 */
export function createFilePace(): FilePace {
  let start: number | undefined;
  return async (pts, signal) => {
    start ??= now() - pts;
    if (now() - (start + pts) > maxLateness) start = now() - pts;
    const due = start + pts;
    while (now() < due) await sleep(Math.max(1, (due - now()) / 1000), signal);
    return due;
  };
}

/**
 * Waits until a frame is due and returns that time in microseconds of `now()`. `pts` is the frame's presentation time in
 * microseconds. Rejects with the signal's reason.
 */
export type FilePace = (pts: number, signal: AbortSignal) => Promise<number>;

/** A reader that is later than this, in microseconds, does not catch up: the rest of the playback is delayed. */
const maxLateness = 1e6;
