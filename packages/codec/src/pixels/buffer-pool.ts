/** A pool of buffers of one size. */

/**
 * Keeps a few buffers for the next frames. The kernel maps the pages of fresh memory one by one as they are first written,
 * which takes a good part of the time of decoding a large frame.
 */
export interface BufferPool {
  /** Returns a buffer of exactly `bytes` bytes, with undefined content. */
  take(bytes: number): Buffer;
  /** Accepts a buffer that is no longer in use. Keeps it if there is room and it has the size that was last requested. */
  release(buffer: Buffer): void;
  /** Drops all buffers, and keeps none that are released later. Idempotent. */
  close(): void;
}

/** Creates a pool that keeps at most `limit` buffers, all of the size that was last requested. */
export function createBufferPool(limit: number): BufferPool {
  let spare: Buffer[] = [];
  let size = 0;
  let closed = false;
  return {
    take(bytes) {
      if (bytes !== size) {
        spare = [];
        size = bytes;
      }
      return spare.pop() ?? Buffer.allocUnsafeSlow(bytes);
    },
    release(buffer) {
      if (!closed && buffer.length === size && spare.length < limit) spare.push(buffer);
    },
    close() {
      closed = true;
      spare = [];
    },
  };
}
