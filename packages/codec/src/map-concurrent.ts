import { onAbort } from "@framewire/media";

/** How {@link mapConcurrent} works. */
export interface MapConcurrentOptions {
  /** Values that are taken from the input and not yet handed on, at most. */
  readonly concurrency: number;
  /** Ends the iteration, quietly. */
  readonly signal?: AbortSignal | undefined;
}

type Outcome<R> = { readonly value: R } | { readonly error: unknown };

/**
 * Works on several values at once and hands the results on in the order of the input. A result is handed
 * on as soon as it is there, also while the next value is still to come. Ends with the input, throws what
 * the input or the work throws (in its turn), and closes the input when it ends before that.
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
  const source = input[Symbol.asyncIterator]();
  const jobs: { outcome?: Outcome<R> }[] = [];
  let pulling = false;
  let end: { readonly failure?: { readonly error: unknown } } | undefined;
  let wake = (): void => {};
  const forget = signal ? onAbort(signal, () => wake()) : () => {};

  async function pull(): Promise<void> {
    pulling = true;
    try {
      const result = await source.next();
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
    forget();
    if (!end) {
      end = {};
      const closing = Promise.resolve(source.return?.());
      // While the input's next() is pending, its return() may wait as long as that: nobody waits with it.
      if (pulling) closing.catch(() => {});
      else await closing;
    }
  }
}
