/** Capture times of live frames, from timestamps that may be wrong. */

/**
 * Converts the presentation time of a live frame to a capture time on this machine's clock. `arrived` is when the frame
 * arrived. All in microseconds. The result increases strictly, and is never after the arrival, nor more than
 * {@link maxDelay} before it, besides the time that the reader of the stream holds frames back.
 */
export type LiveClock = (pts: number, arrived: number) => number;

/**
 * Creates the clock of one connection. It is anchored to the arrival of the frames: a frame was captured when it arrived,
 * less its delay beyond that of the fastest frame, as far as the spacing of the presentation times shows it. So jitter of
 * the network does not become jitter of the capture times.
 *
 * Presentation times are hints. A clock that jumps ahead or back, stands still or runs at another rate than this machine's
 * only has the effect that frames count as captured when they arrived.
 */
export function createLiveClock({ heldFrames = 0 }: LiveClockOptions = {}): LiveClock {
  /** What to add to a presentation time for the capture time: the smallest difference to the arrival. */
  let offset = Number.NEGATIVE_INFINITY;
  let previous = { pts: Number.NEGATIVE_INFINITY, arrived: 0 };
  /** Frames in a row that arrived later after the one before than their presentation times say. */
  let lateInARow = 0;
  let last = Number.NEGATIVE_INFINITY;
  let interval = 0;

  return (pts, arrived) => {
    const elapsed = arrived - previous.arrived;
    if (Number.isFinite(previous.pts)) interval += (elapsed - interval) * (interval === 0 ? 1 : smoothing);
    lateInARow = pts - previous.pts < elapsed * (1 - maxDrift) ? lateInARow + 1 : 0;
    previous = { pts, arrived };
    // The fastest frame counts for less with time, so that a clock which runs slow is followed.
    offset += elapsed * maxDrift;
    const delay = arrived - pts - offset;
    const believable = delay > 0 && delay <= maxDelay && lateInARow < maxLateInARow;
    if (!believable) offset = arrived - pts;
    const heldBack = Math.min(heldFrames * interval, maxHeldBack);
    last = Math.max(last + 1, Math.round(pts + offset - heldBack));
    return last;
  };
}

/** Options of {@link createLiveClock}. */
interface LiveClockOptions {
  /** Frames that have arrived at the reader of the stream before it returns one: each frame is late by as many intervals. */
  readonly heldFrames?: number;
}

/** The largest delay that presentation times can show, in microseconds. */
export const maxDelay = 500_000;

/** By which fraction a camera's clock may run slower than this machine's without being taken for one that is wrong. */
const maxDrift = 1 / 16;

/**
 * After so many frames that are each later than the one before, the camera's clock is the cause: it stands still, or its
 * rate is wrong. A frame that the network delayed is followed by faster ones.
 */
const maxLateInARow = 3;

/** The longest time that frames are believed to be held back, in microseconds. */
const maxHeldBack = 1_000_000;

/** Weight of a new interval in the mean. */
const smoothing = 1 / 8;
