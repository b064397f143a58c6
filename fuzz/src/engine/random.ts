/** Reproducible random numbers. */

/** A pseudo-random sequence, the same for the same seed. */
export interface Random {
  /** A whole number from 0 to one less than `limit`. */
  below(limit: number): number;
  pick<T>(list: readonly T[]): T;
}

/** Creates a {@link Random} with mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  function next(): number {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
  const random: Random = {
    below: (limit) => next() % Math.max(limit, 1),
    pick: (list) => list[random.below(list.length)] as (typeof list)[number],
  };
  return random;
}

/** Hashes bytes to a seed (FNV-1a). */
export function seedOf(bytes: Uint8Array): number {
  let hash = 0x811c_9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x0100_0193);
  return hash >>> 0;
}
