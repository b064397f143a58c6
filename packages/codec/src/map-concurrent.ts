/** Maps an async iterable with several values in progress at once. */
import { onAbort } from "@framewire/media";

/**
 * Maps several values at once, and yields the results in the order of the input. A result is yielded as soon as it is ready
 * and its turn has come, also while the next value is pending. Ends with the input, throws what the input or `work` throws
 * (in its turn), and closes the input where it ends before that.
 */
export async function* mapConcurrent<T, R>(
  input: AsyncIterable<T>,
  work: (value: T) => Promise<R>,
  { concurrency, signal }: MapConcurrentOptions,
): AsyncGenerator<R, void, undefined> {
  if (!Number.isInteger(concurrency) || concurrency < 1) {
    throw new RangeError(`The concurrency is ${concurrency}; give a whole number of at least 1.`);
  }
  if (signal?.aborted) return;
  const iterator = input[Symbol.asyncIterator]();
  const jobs: { outcome?: Outcome<R> }[] = [];
  let pulling = false;
  let end: { readonly failure?: { readonly error: unknown } } | undefined;
  let wake = (): void => {};
  const removeListener = signal ? onAbort(signal, () => wake()) : () => {};

  async function pull(): Promise<void> {
    pulling = true;
    try {
      const result = await iterator.next();
      if (result.done) end ??= {};
      else if (!end) void run(result.value);
    } catch (error) {
      end ??= { failure: { error } };
    }
    pulling = false;
    wake();
  }

  async function run(value: T): Promise<void> {
    const job: { outcome?: Outcome<R> } = {};
    jobs.push(job);
    try {
      job.outcome = { value: await work(value) };
    } catch (error) {
      job.outcome = { error };
    }
    wake();
  }

  try {
    while (!signal?.aborted) {
      if (!end && !pulling && jobs.length < concurrency) void pull();
      const outcome = jobs[0]?.outcome;
      if (outcome) {
        jobs.shift();
        if ("error" in outcome) throw outcome.error;
        yield outcome.value;
      } else if (end && jobs.length === 0) {
        if (end.failure) throw end.failure.error;
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    removeListener();
    if (!end) {
      end = {};
      const closing = Promise.resolve(iterator.return?.());
      // A generator's return() waits until its pending next() has settled, which may take forever: do not wait for it.
      if (pulling) closing.catch(() => {});
      else await closing;
    }
  }
}

/** Options of {@link mapConcurrent}. */
export interface MapConcurrentOptions {
  /** Most values that are read from the input and not yet yielded. */
  readonly concurrency: number;
  /** Ends the iteration without an error. */
  readonly signal?: AbortSignal | undefined;
}

type Outcome<R> = { readonly value: R } | { readonly error: unknown };
