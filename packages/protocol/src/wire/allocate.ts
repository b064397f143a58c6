/** Up to so many bytes lie in the object itself, with no memory beside it. */
export const few = 64;

/** Memory that is filled in full before anybody sees it: where Node can skip the zeroing, it does. */
export function allocate(bytes: number): Uint8Array {
  return bytes > few ? allocateMuch(bytes) : new Uint8Array(bytes);
}

const allocateMuch: (bytes: number) => Uint8Array =
  (globalThis as { Buffer?: { allocUnsafeSlow(bytes: number): Uint8Array } }).Buffer?.allocUnsafeSlow ??
  ((bytes) => new Uint8Array(bytes));
