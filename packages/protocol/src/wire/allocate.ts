/** Memory that is filled in full before anybody sees it: where Node can skip the zeroing, it does. */
export const allocate: (bytes: number) => Uint8Array =
  (globalThis as { Buffer?: { allocUnsafeSlow(bytes: number): Uint8Array } }).Buffer?.allocUnsafeSlow ??
  ((bytes) => new Uint8Array(bytes));
