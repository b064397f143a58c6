/** A time limit for a promise. */
/** Waits for a promise at most `ms` milliseconds, and throws `timeoutError()` after that. The promise is not cancelled. */
export async function withTimeout<T>(value: Promise<T>, ms: number, timeoutError: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(timeoutError()), ms);
  });
  try {
    return await Promise.race([value, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
