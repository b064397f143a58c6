/** Bounds of the waits between two attempts to connect, in milliseconds. */
export interface Backoff {
  /** Wait after the first failure. Default 250. */
  readonly initial?: number;
  /** Longest wait. Default 5000. */
  readonly max?: number;
}

/**
 * Milliseconds to wait after `failures` attempts in a row have failed: doubles from `initial` to `max`, and is
 * between half of that and all of it, so that many who lost the same camera do not come back at once.
 */
export function backoffDelay(
  failures: number,
  { initial = 250, max = 5000 }: Backoff = {},
  random: () => number = Math.random,
): number {
  const ceiling = Math.min(max, initial * 2 ** Math.min(failures - 1, 30));
  return ceiling * (0.5 + 0.5 * random());
}
