/** Allocates memory that the caller fills completely. */

/**
 * Allocates `bytes` bytes with undefined content: the caller must write all of them. Node skips the zeroing of large
 * blocks, which a received frame of 100 kB would otherwise pay for.
 */
export function allocate(bytes: number): Uint8Array {
  return bytes > inlineBytes ? allocateUnsafe(bytes) : new Uint8Array(bytes);
}

/** V8 stores typed arrays up to this size inside the object, without an allocation of their own. */
export const inlineBytes = 64;

const allocateUnsafe: (bytes: number) => Uint8Array =
  (globalThis as { Buffer?: { allocUnsafeSlow(bytes: number): Uint8Array } }).Buffer?.allocUnsafeSlow ??
  ((bytes) => new Uint8Array(bytes));
