/** Seeded random numbers. */

/** Returns numbers from 0 up to 1, the same sequence for the same seed. */
export type Random = () => number;

/** Creates a mulberry32 generator, by Tommy Ettinger. Its 32 bits of state suffice for a schedule. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Returns a number from `low` up to `high`. */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

/** Returns one of the choices. Throws a `RangeError` if there are none. */
export function oneOf<T>(random: Random, choices: readonly T[]): T {
  const choice = choices[Math.floor(random() * choices.length)];
  if (choice === undefined) throw new RangeError("There is nothing to choose from.");
  return choice;
}
