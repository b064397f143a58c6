/** Counts frames and bytes: in total, and per second over the last two seconds. */

/** A ring of twenty buckets of 100 ms. */
export class RateMeter {
  readonly #buckets: Bucket[] = [];
  #firstAt: number | undefined;
  #frames = 0;
  #bytes = 0;

  get frames(): number {
    return this.#frames;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Adds a frame, at a time in microseconds. */
  add(bytes: number, at: number): void {
    this.#firstAt ??= at;
    this.#frames++;
    this.#bytes += bytes;
    const number = Math.floor(at / bucketTime);
    const bucket = this.#buckets[number % bucketCount];
    if (bucket?.number === number) {
      bucket.frames++;
      bucket.bytes += bytes;
    } else {
      this.#buckets[number % bucketCount] = { number, frames: 1, bytes };
    }
  }

  /** Frames and bits per second. */
  read(at: number): { readonly fps: number; readonly bitrate: number } {
    const oldest = Math.floor(at / bucketTime) - bucketCount + 1;
    let frames = 0;
    let bytes = 0;
    for (const bucket of this.#buckets) {
      if (!bucket || bucket.number < oldest) continue;
      frames += bucket.frames;
      bytes += bucket.bytes;
    }
    const since = Math.max(oldest * bucketTime, this.#firstAt ?? at);
    const seconds = Math.max(at - since, bucketTime) / 1e6;
    return { fps: frames / seconds, bitrate: (bytes * 8) / seconds };
  }
}

interface Bucket {
  /** Counted since the clock's origin. */
  readonly number: number;
  frames: number;
  bytes: number;
}

const bucketTime = 100_000;
const bucketCount = 20;
