/** How many packets of any kind a peer may send in a second, by default: a camera of 1000 pictures a second, and its receipts. */
export const packetsPerSecond = 4000;

/** What waited while this side was busy comes at once: so many seconds' worth may. */
const savedSeconds = 2;

/**
 * Bounds what a peer makes us do that sends tiny packets as fast as it can: its pictures, pings and whatever is skipped
 * cost some microseconds each. It fills again at an even pace.
 */
export class PacketRateLimit {
  readonly #perSecond: number;
  readonly #most: number;
  #left: number;
  #last: number;

  constructor(perSecond: number, start: number) {
    this.#perSecond = perSecond;
    this.#most = perSecond * savedSeconds;
    this.#left = this.#most;
    this.#last = start;
  }

  /** A packet came, at a time in microseconds. False when it was one too many. */
  spend(at: number): boolean {
    if (at > this.#last) {
      this.#left = Math.min(this.#left + ((at - this.#last) / 1e6) * this.#perSecond, this.#most);
    }
    this.#left--;
    this.#last = at;
    return this.#left >= 0;
  }
}
