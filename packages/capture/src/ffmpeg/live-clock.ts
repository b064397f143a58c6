/**
 * Gives the times of a live stream, which count from nowhere, as times on our own clock: the stream's own spacing is kept,
 * and a picture counts as captured as long before it arrived as the quickest one lately took. All in microseconds.
 */
export type LiveClock = (pts: number, arrived: number) => number;

/** How long the quickest picture counts, so that two clocks which run apart do not drift. */
const span = 5e6;

/** Makes the clock of one connection. Its times only ever grow, and are never later than the arrival. */
export function createLiveClock(): LiveClock {
  let earlier = Number.POSITIVE_INFINITY;
  let current = Number.POSITIVE_INFINITY;
  let began: number | undefined;
  let last = Number.NEGATIVE_INFINITY;

  return (pts, arrived) => {
    began ??= arrived;
    if (arrived - began > span) {
      began = arrived;
      earlier = current;
      current = Number.POSITIVE_INFINITY;
    }
    current = Math.min(current, arrived - pts);
    last = Math.max(last + 1, pts + Math.min(current, earlier));
    return last;
  };
}
