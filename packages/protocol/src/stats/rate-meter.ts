import { now } from "@framewire/media";
import type { Mutable } from "../mutable.ts";

/** Counts frames and bytes, in all and over the last two seconds. */
export interface RateMeter {
  /** A frame of so many bytes, at a time in microseconds. */
  add(bytes: number, at: number): void;
  readonly frames: number;
  readonly bytes: number;
  /** Frames a second. */
  fps(): number;
  /** Bits a second. */
  bitrate(): number;
}

const bucketTime = 100_000;
const bucketCount = 20;

/** What is kept of a bucket: which one it is since the clock's beginning, and what came in it. */
const fields = 3;
const frames = 1;
const bytes = 2;

/** Makes a {@link RateMeter}. It keeps twenty buckets of 100 ms, however much passes. */
export function createRateMeter(): RateMeter {
  const started = now();
  const buckets = new Float64Array(bucketCount * fields);

  function perSecond(of: typeof frames | typeof bytes): number {
    const at = now();
    const oldest = Math.floor(at / bucketTime) - bucketCount + 1;
    const since = Math.max(oldest * bucketTime, started);
    let sum = 0;
    for (let place = 0; place < buckets.length; place += fields) {
      if ((buckets[place] as number) >= oldest) sum += buckets[place + of] as number;
    }
    return (sum * 1e6) / Math.max(at - since, bucketTime);
  }

  const meter: Mutable<RateMeter> = {
    frames: 0,
    bytes: 0,
    add(size, at) {
      meter.frames++;
      meter.bytes += size;
      const slot = Math.floor(at / bucketTime);
      const place = (slot % bucketCount) * fields;
      if (buckets[place] !== slot) buckets.set([slot, 0, 0], place);
      buckets[place + frames] = (buckets[place + frames] as number) + 1;
      buckets[place + bytes] = (buckets[place + bytes] as number) + size;
    },
    fps: () => perSecond(frames),
    bitrate: () => perSecond(bytes) * 8,
  };
  return meter;
}
