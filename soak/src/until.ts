/** Polls until a value is there. */

/** Waits until `read` returns a value, at most `timeoutMs` milliseconds. Rejects after that. */
export async function until<T>(read: () => T | undefined, timeoutMs: number): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = read();
    if (value !== undefined) return value;
    if (performance.now() > deadline) throw new Error(`The condition was not met within ${timeoutMs / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
