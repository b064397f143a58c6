import { now } from "@framewire/media";
import type { Mutable } from "./mutable.ts";

/** Counts frames and bytes, in all and over the last two seconds. */
export interface RateMeter {
  /** A frame of so many bytes, at a time in microseconds. */
  add(bytes: number, at: number): void;
  readonly frames: number;
  readonly bytes: number;
  /** Bytes of the latest frame; 0 before there was one. */
  readonly lastBytes: number;
  /** Frames a second. */
  fps(): number;
  /** Bits a second. */
  bitrate(): number;
}

const bucketTime = 100_000;
const bucketCount = 20;

/** Makes a {@link RateMeter}. It keeps twenty buckets of 100 ms, however much passes. */
export function createRateMeter(): RateMeter {
  const started = now();
  let buckets: { readonly slot: number; frames: number; bytes: number }[] = [];

  function perSecond(of: "frames" | "bytes"): number {
    const at = now();
    const oldest = Math.floor(at / bucketTime) - bucketCount + 1;
    const since = Math.max(oldest * bucketTime, started);
    const sum = buckets.reduce((total, bucket) => (bucket.slot >= oldest ? total + bucket[of] : total), 0);
    return (sum * 1e6) / Math.max(at - since, bucketTime);
  }

  const meter: Mutable<RateMeter> = {
    frames: 0,
    bytes: 0,
    lastBytes: 0,
    add(size, at) {
      meter.frames++;
      meter.bytes += size;
      meter.lastBytes = size;
      const slot = Math.floor(at / bucketTime);
      let last = buckets.at(-1);
      if (last?.slot !== slot) {
        last = { slot, frames: 0, bytes: 0 };
        buckets = [...buckets.slice(1 - bucketCount), last];
      }
      last.frames++;
      last.bytes += size;
    },
    fps: () => perSecond("frames"),
    bitrate: () => perSecond("bytes") * 8,
  };
  return meter;
}
