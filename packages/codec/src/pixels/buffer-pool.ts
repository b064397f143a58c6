/**
 * Keeps a few buffers for the next picture. The pages of fresh memory come from the system one by one, as
 * they are first written to: at 1080p that costs as much as a quarter of decoding the picture.
 */
export interface BufferPool {
  /** A buffer of just so many bytes, with anything in it. */
  take(bytes: number): Buffer;
  /** Takes a buffer back that nobody uses any more. Kept while there is room and its size is the one asked for. */
  give(buffer: Buffer): void;
  /** Lets go of what it keeps, and keeps nothing more. Idempotent. */
  close(): void;
}

/** Makes a pool that keeps at most `limit` buffers, all of the size that was last asked for. */
export function createBufferPool(limit: number): BufferPool {
  let kept: Buffer[] = [];
  let size = 0;
  let closed = false;
  return {
    take(bytes) {
      if (bytes !== size) {
        kept = [];
        size = bytes;
      }
      return kept.pop() ?? Buffer.allocUnsafeSlow(bytes);
    },
    give(buffer) {
      if (!closed && buffer.length === size && kept.length < limit) kept.push(buffer);
    },
    close() {
      closed = true;
      kept = [];
    },
  };
}
