/** How many packets of any kind a peer may send in a second, by default: a camera of 1000 pictures a second, and its receipts. */
export const packetsPerSecond = 4000;

/** What waited while this side was busy comes at once: so many seconds' worth may. */
const savedSeconds = 2;

/**
 * Bounds what a peer makes us do that sends tiny packets as fast as it can: its pictures, pings and whatever is skipped
 * cost some microseconds each.
 */
export interface PacketBudget {
  /** A packet came, at a time in microseconds. False when it was one too many. */
  spend(at: number): boolean;
}

/** Makes a {@link PacketBudget}, which fills again at an even pace. */
export function createPacketBudget(perSecond: number, start: number): PacketBudget {
  const most = perSecond * savedSeconds;
  let left = most;
  let last = start;
  return {
    spend(at) {
      if (at > last) left = Math.min(left + ((at - last) / 1e6) * perSecond, most);
      left--;
      last = at;
      return left >= 0;
    },
  };
}
