/** Bounds of the time between two attempts, in milliseconds. */
export interface BackoffOptions {
  /** Before the second attempt. Default 200. */
  readonly firstMs?: number | undefined;
  /** At the most. Default 1500. */
  readonly maxMs?: number | undefined;
}

/**
 * How long to wait before attempt number `attempt` (1 is the first that waits): it doubles up to the
 * maximum, less up to a half by chance, so that many clients do not come back in one moment.
 */
export function backoff(attempt: number, { firstMs = 200, maxMs = 1500 }: BackoffOptions = {}): number {
  const full = Math.min(firstMs * 2 ** (attempt - 1), maxMs);
  return full * (1 - Math.random() / 2);
}
