/** Waits until `read` gives something. Rejects after so many milliseconds. */
export async function until<T>(read: () => T | undefined, within: number): Promise<T> {
  const deadline = performance.now() + within;
  for (;;) {
    const value = read();
    if (value !== undefined) return value;
    if (performance.now() > deadline) throw new Error(`It did not come about within ${within / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
