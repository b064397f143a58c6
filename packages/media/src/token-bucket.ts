/** A token bucket, for every limit that is a rate with a burst. */

/** The size of a {@link TokenBucket}. */
export interface TokenBucketOptions {
  /** Tokens that are added per second. */
  readonly perSecond: number;
  /** Capacity in tokens. The bucket starts full. */
  readonly burst: number;
  /** Time of the start in microseconds, on the clock of `take()`. */
  readonly at: number;
}

/** Allows `perSecond` events on average and `burst` at once. A pure unit: the caller passes the time. */
export class TokenBucket {
  readonly #perMicrosecond: number;
  readonly #burst: number;
  #tokens: number;
  #at: number;

  constructor({ perSecond, burst, at }: TokenBucketOptions) {
    this.#perMicrosecond = perSecond / 1e6;
    this.#burst = burst;
    this.#tokens = burst;
    this.#at = at;
  }

  /** Tokens at a time in microseconds. A clock that goes back adds none. */
  tokens(at: number): number {
    if (at > this.#at) {
      if (this.#tokens < this.#burst) {
        this.#tokens = Math.min(this.#tokens + (at - this.#at) * this.#perMicrosecond, this.#burst);
      }
      this.#at = at;
    }
    return this.#tokens;
  }

  /** Removes a token, at a time in microseconds. Returns false if there is none. */
  take(at: number): boolean {
    if (this.tokens(at) < 1) return false;
    this.#tokens--;
    return true;
  }
}
