/** Waits until `read` gives something, asking every 20 ms; throws what `describe` says after `within` milliseconds. */
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

/** Lets time pass: for what must not happen meanwhile. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
