/** Runs asynchronous work one after the other. */

/** Returns a function that runs each piece of work after the one before has ended, whether that failed or not. */
export function sequential(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work, work);
    last = result.catch(() => {});
    return result;
  };
}
