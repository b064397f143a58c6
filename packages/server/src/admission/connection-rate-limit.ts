/** The limit on new connections per second from one address. */

import { type Logger, now, TokenBucket } from "@framewire/media";
import type { RefusedClient } from "../options.ts";
import { addressPrefix } from "./address-prefix.ts";

/** Limits how often each address connects. */
export interface ConnectionRateLimit {
  /** Counts a new connection. Returns false when its address has connected too often. */
  allow(address: string): boolean;
}

/** The burst, in seconds of the average rate. */
const burstSeconds = 8;

/** The most addresses in memory; the least recently used one is dropped first. */
const maxAddresses = 4096;

/** Creates a {@link ConnectionRateLimit}: a token bucket for each address prefix. */
export function createConnectionRateLimit(options: ConnectionRateLimitOptions): ConnectionRateLimit {
  const { perSecond, log, onRefused, clock = now } = options;
  const burst = perSecond * burstSeconds;
  const addresses = new Map<string, RateState>();
  return {
    allow(address) {
      const at = clock();
      const prefix = addressPrefix(address);
      const state = addresses.get(prefix) ?? { bucket: new TokenBucket({ perSecond, burst, at }), warned: false };
      if (state.bucket.tokens(at) >= burst / 2) state.warned = false;
      const allowed = state.bucket.take(at);
      if (!allowed && !state.warned) {
        state.warned = true;
        const message = `${address} opens more than ${perSecond} connections per second; those above the limit are closed.`;
        log.warn(message);
        onRefused?.({ remoteAddress: address, code: "too-many-connections", message });
      }
      addresses.delete(prefix);
      addresses.set(prefix, state);
      const [leastRecent] = addresses.keys();
      if (leastRecent !== undefined && addresses.size > maxAddresses) addresses.delete(leastRecent);
      return allowed;
    },
  };
}

/** Options of {@link createConnectionRateLimit}. */
export interface ConnectionRateLimitOptions {
  /** New connections per second from each address, with a burst of eight times as many. */
  readonly perSecond: number;
  /** Receives one warning when an address exceeds the limit. */
  readonly log: Logger;
  /** Called with that warning. */
  readonly onRefused?: ((client: RefusedClient) => void) | undefined;
  /** A monotonic clock in microseconds. Default: media's `now`. */
  readonly clock?: () => number;
}

interface RateState {
  readonly bucket: TokenBucket;
  /** The warning is logged. Reset once half of the burst is available again. */
  warned: boolean;
}
