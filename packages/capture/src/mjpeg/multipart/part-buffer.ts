/** Grows while a part's bytes arrive. */
export interface PartBuffer {
  readonly length: number;
  append(bytes: Uint8Array): void;
  /** Takes back what was appended beyond `length`. */
  truncate(length: number): void;
  /** The bytes, without a copy. Nothing is appended afterwards. */
  bytes(): Uint8Array;
}

const smallest = 4096;

/**
 * Makes a buffer of `expected` bytes, so that a part of that size is copied once; a larger one doubles it, up
 * to `limit`, beyond which it only takes what is needed.
 */
export function createPartBuffer(expected: number, limit: number): PartBuffer {
  let store = new Uint8Array(Math.max(expected, smallest));
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
