import { now } from "@framewire/media";

/** Counts frames and bytes, in all and over the last two seconds. */
export interface RateMeter {
  add(bytes: number): void;
  readonly frames: number;
  readonly bytes: number;
  /** Bytes of the latest frame; 0 before there was one. */
  readonly lastBytes: number;
  /** Frames a second. */
  readonly fps: number;
  /** Bits a second. */
  readonly bitrate: number;
}

const bucketTime = 100_000;
const bucketCount = 20;

/** Makes a {@link RateMeter}. It keeps twenty buckets of 100 ms, however much passes. */
export function createRateMeter(): RateMeter {
  const started = now();
  let buckets: { readonly slot: number; frames: number; bytes: number }[] = [];
  let frames = 0;
  let bytes = 0;
  let lastBytes = 0;

  function perSecond(of: "frames" | "bytes"): number {
    const at = now();
    const oldest = Math.floor(at / bucketTime) - bucketCount + 1;
    const since = Math.max(oldest * bucketTime, started);
    const sum = buckets.reduce((total, bucket) => (bucket.slot >= oldest ? total + bucket[of] : total), 0);
    return (sum * 1e6) / Math.max(at - since, bucketTime);
  }

  return {
    add(size) {
      frames++;
      bytes += size;
      lastBytes = size;
      const slot = Math.floor(now() / bucketTime);
      let last = buckets.at(-1);
      if (last?.slot !== slot) {
        last = { slot, frames: 0, bytes: 0 };
        buckets = [...buckets.slice(1 - bucketCount), last];
      }
      last.frames++;
      last.bytes += size;
    },
    get frames() {
      return frames;
    },
    get bytes() {
      return bytes;
    },
    get lastBytes() {
      return lastBytes;
    },
    get fps() {
      return perSecond("frames");
    },
    get bitrate() {
      return perSecond("bytes") * 8;
    },
  };
}
