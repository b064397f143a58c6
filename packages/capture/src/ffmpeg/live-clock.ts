/** Capture times of live frames. */
/**
 * Converts the presentation time of a live frame to a capture time on this machine's clock. The spacing of the stream is
 * kept; the offset is that of the frame with the least delay in the last 5 to 10 s. All in microseconds.
 */
export type LiveClock = (pts: number, arrived: number) => number;

/** Window of the least delay, in microseconds: a limit for the drift between the two clocks. */
const windowLength = 5e6;

/** Creates the clock of one connection. Its times increase strictly, and are never later than the time of reception. */
export function createLiveClock(): LiveClock {
  let previousOffset = Number.POSITIVE_INFINITY;
  let currentOffset = Number.POSITIVE_INFINITY;
  let windowStart: number | undefined;
  let last = Number.NEGATIVE_INFINITY;

  return (pts, arrived) => {
    windowStart ??= arrived;
    if (arrived - windowStart > windowLength) {
      windowStart = arrived;
      previousOffset = currentOffset;
      currentOffset = Number.POSITIVE_INFINITY;
    }
    currentOffset = Math.min(currentOffset, arrived - pts);
    last = Math.max(last + 1, pts + Math.min(currentOffset, previousOffset));
    return last;
  };
}
