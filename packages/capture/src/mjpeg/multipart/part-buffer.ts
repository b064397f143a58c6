/** The growing buffer of one part. */
/** Stores the bytes of a part while they arrive. */
export interface PartBuffer {
  readonly length: number;
  append(bytes: Uint8Array): void;
  /** Removes the bytes after `length`. */
  truncate(length: number): void;
  /** Returns the bytes without a copy. Do not append afterwards. */
  bytes(): Uint8Array;
}

const minCapacity = 4096;

/**
 * Creates a buffer of `expected` bytes, so that a part of that size is copied once. It grows by doubling up to `limit`, and
 * by the required size beyond.
 */
export function createPartBuffer(expected: number, limit: number): PartBuffer {
  let store = new Uint8Array(Math.max(expected, minCapacity));
  let length = 0;
  return {
    get length() {
      return length;
    },
    append(bytes) {
      const needed = length + bytes.length;
      if (needed > store.length) {
        const larger = new Uint8Array(Math.max(needed, Math.min(store.length * 2, limit)));
        larger.set(store.subarray(0, length));
        store = larger;
      }
      store.set(bytes, length);
      length = needed;
    },
    truncate(to) {
      length = Math.min(length, to);
    },
    bytes: () => store.subarray(0, length),
  };
}
