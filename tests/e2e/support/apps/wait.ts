/**
 * Waits until `read` returns a value other than `undefined`; calls it every 20 ms. After `within` milliseconds it throws an
 * error with the text of `describe`.
 */
export async function until<T>(
  read: () => T | undefined | Promise<T | undefined>,
  { within, describe }: { readonly within: number; readonly describe: () => string },
): Promise<T> {
  const deadline = performance.now() + within;
  for (;;) {
    const value = await read();
    if (value !== undefined) return value;
    if (performance.now() > deadline) throw new Error(`${describe()} (waited ${within / 1000} s)`);
    await pause(20);
  }
}

/** Waits for `ms` milliseconds. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
