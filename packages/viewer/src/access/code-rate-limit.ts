/** Limits how fast an access code can be guessed. */

import { now, TokenBucket } from "@framewire/media";

/** Counts wrong codes for each address. */
export interface CodeRateLimit {
  /** Whether the address has to wait before its next code is checked. */
  exceeded(address: string): boolean;
  /** Call for each wrong code from the address. */
  noteWrong(address: string): void;
}

const wrongCodesPerMinute = 10;
/** The most addresses that are remembered; the oldest is forgotten first. */
const maxAddresses = 1000;

/**
 * Creates a limit of ten wrong codes per minute for each address: ten at once, then one every six seconds. `clock` is in
 * microseconds.
 */
export function createCodeRateLimit(clock: () => number = now): CodeRateLimit {
  const buckets = new Map<string, TokenBucket>();

  return {
    exceeded(address) {
      const bucket = buckets.get(address);
      return bucket !== undefined && bucket.tokens(clock()) < 1;
    },
    noteWrong(address) {
      const at = clock();
      let bucket = buckets.get(address);
      if (!bucket) {
        bucket = new TokenBucket({ perSecond: wrongCodesPerMinute / 60, burst: wrongCodesPerMinute, at });
        buckets.set(address, bucket);
      }
      bucket.take(at);
      if (buckets.size <= maxAddresses) return;
      for (const oldest of buckets.keys()) {
        buckets.delete(oldest);
        break;
      }
    },
  };
}
