/** Exponential backoff with jitter, for retries. */

/** Bounds of the wait between two attempts. */
export interface Backoff {
  /** Longest wait after the first failure. Default 250. */
  readonly initialMs?: number | undefined;
  /** Longest wait at all. Default 5000. */
  readonly maxMs?: number | undefined;
}

/**
 * Milliseconds to wait after `failures` attempts in a row have failed, 1 or more. The bound doubles from `initialMs` to
 * `maxMs`; the wait is a random time between half of it and all of it, so that many clients do not retry in one moment.
 */
export function backoffDelay(
  failures: number,
  { initialMs = 250, maxMs = 5000 }: Backoff = {},
  random: () => number = Math.random,
): number {
  const bound = Math.min(maxMs, initialMs * 2 ** Math.min(failures - 1, 30));
  return bound * (0.5 + 0.5 * random());
}
