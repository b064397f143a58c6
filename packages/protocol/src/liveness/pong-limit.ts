/** How many pings a peer may have answered in a second. An honest one asks 20 times at the most. */
export const pongsPerSecond = 64;

/** Bounds what a peer that asks without end, and reads nothing, makes us keep for it. */
export function createPongLimit(): { spend(at: number): boolean } {
  let second = 0;
  let spent = 0;
  return {
    spend(at) {
      const current = Math.floor(at / 1_000_000);
      if (current !== second) spent = 0;
      second = current;
      return ++spent <= pongsPerSecond;
    },
  };
}
