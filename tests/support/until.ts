/**
 * Waits until a condition holds. Rejects after `ms` with a sentence that names `what`, or the condition's source text. The
 * default is 10 s with `what` and 50 s without, which is less than a test's own timeout.
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what?: string,
  ms: number = what === undefined ? 50_000 : 10_000,
): Promise<void> {
  const end = performance.now() + ms;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`After ${ms} ms this is still not true: ${what ?? condition}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
