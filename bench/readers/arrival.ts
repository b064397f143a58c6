/** A picture that a program has read. */
export interface Arrival {
  /** When, in milliseconds of `performance.now()`. */
  readonly at: number;
  /** Its number. */
  readonly number: number;
}

/** How pictures came. */
export interface Delivery {
  readonly fps: number;
  /** Pictures that the reader has not been given, by their numbers. */
  readonly leftOut: number;
  /** Pictures that came more than two frame times after the one before. */
  readonly hitches: number;
  /** The longest time between two pictures, in milliseconds. */
  readonly longestMs: number;
}

/** What to make of {@link Arrival}s. */
export interface DeliveryOptions {
  /** Pictures a second that the camera gives. */
  readonly fps: number;
  /** Numbers begin again after so many. */
  readonly cycle: number;
  /** The first so many milliseconds do not count: a reader looks at the stream first, and catches up. */
  readonly warmUpMs: number;
  readonly milliseconds: number;
}

/** Sums up what came, for so long after the first moments. */
export function deliveryOf(
  arrivals: readonly Arrival[],
  { fps, cycle, warmUpMs, milliseconds }: DeliveryOptions,
): Delivery {
  const begin = (arrivals[0]?.at ?? 0) + warmUpMs;
  const counted = arrivals.filter(({ at }) => at >= begin && at < begin + milliseconds);
  const steps = counted.slice(1).map(({ at, number }, index) => {
    const before = counted[index] as Arrival;
    return { ms: at - before.at, pictures: (number - before.number + cycle) % cycle };
  });
  const times = steps.map(({ ms }) => ms);
  return {
    fps: (counted.length * 1000) / milliseconds,
    leftOut: steps.reduce((sum, { pictures }) => sum + Math.max(0, pictures - 1), 0),
    hitches: times.filter((ms) => ms > 2000 / fps).length,
    longestMs: Math.max(0, ...times),
  };
}
