/**
 * Waits until a condition holds. Rejects after `ms` with a sentence that says `what` is still not so; without `what`, the
 * test's own timeout is the limit.
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what?: string,
  ms: number = 10_000,
): Promise<void> {
  const end = performance.now() + ms;
  while (!(await condition())) {
    if (what !== undefined && performance.now() > end) {
      throw new Error(`After ${ms} ms it is still not so that ${what}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
