import type { Logger } from "@framewire/media";
import { neighbourhoodOf } from "./address-prefix.ts";

/** How fast one address may connect. */
export interface ArrivalsOptions {
  /** New connections a second, of each address; eight times as many may come at once. */
  readonly perSecond: number;
  /** Told when an address begins to come too often. */
  readonly log: Logger;
  /** Milliseconds on a clock that only goes forward. Default `performance.now`. */
  readonly clock?: () => number;
}

/** Counts who connects, and how often. */
export interface Arrivals {
  /** Somebody connects. False when that address has connected too often lately. */
  admit(address: string): boolean;
}

/** After a pause of so many seconds as many may come at once as would have come meanwhile. */
const savedSeconds = 8;

/** Addresses that are remembered: the one that was heard of least lately is forgotten first. */
const remembered = 4096;

interface Bucket {
  readonly left: number;
  readonly at: number;
  /** The log has been told, and need not be again until there is calm. */
  readonly told: boolean;
}

/** Makes {@link Arrivals}: a bucket for each address, which fills again at an even pace. */
export function createArrivals({ perSecond, log, clock = () => performance.now() }: ArrivalsOptions): Arrivals {
  const most = perSecond * savedSeconds;
  const buckets = new Map<string, Bucket>();
  return {
    admit(address) {
      const at = clock();
      const key = neighbourhoodOf(address);
      const before = buckets.get(key) ?? { left: most, at, told: false };
      const left = Math.min(before.left + ((at - before.at) / 1000) * perSecond, most);
      const admitted = left >= 1;
      const told = (before.told && left < most / 2) || !admitted;
      if (told && !before.told) {
        log.warn(`${address} connects more than ${perSecond} times a second, and is cut off beyond that.`);
      }
      buckets.delete(key);
      buckets.set(key, { left: admitted ? left - 1 : left, at, told });
      const [oldest] = buckets.keys();
      if (oldest !== undefined && buckets.size > remembered) buckets.delete(oldest);
      return admitted;
    },
  };
}
