/** A source that is opened again after each failure. */
import { onAbort, sleep } from "./abort.ts";
import { type Backoff, backoffDelay } from "./backoff.ts";
import { now } from "./clock.ts";
import { type Logger, silent } from "./log.ts";
import type { Source } from "./source.ts";

/**
 * Returns the same source, whose loop does not throw: after each failure it waits, and opens the source again, for ever. The
 * loop ends where the source ends, and when the signal aborts. The wait applies to all loops together, so that readers who
 * come and go do not open a failing device more often.
 *
 * Where the source describes itself, `describe().problem` is the message of the failure until there is a value again.
 */
export function retrying<T>(source: Source<T>, options: RetryingOptions = {}): Source<T> {
  const { backoff, log = silent, onFailure } = options;
  const bounds = { initialMs: 1000, maxMs: 30_000, ...backoff };
  const describe = source.describe?.bind(source);
  const name = (): string => describe?.().device ?? "The source";
  let failures = 0;
  let opensAt = 0;
  let problem: string | undefined;
  /** The source's own problem when it failed, which the failure replaces. */
  let ownProblem: string | undefined;

  function noteValue(): void {
    if (problem === undefined) return;
    problem = undefined;
    log.info(`${name()} works again.`);
  }

  function noteFailure(cause: unknown, workedSince: number | undefined): void {
    const error = cause instanceof Error ? cause : new Error(String(cause), { cause });
    const at = now();
    failures = workedSince !== undefined && at - workedSince > stableAfter ? 1 : failures + 1;
    opensAt = at + 1000 * backoffDelay(failures, bounds);
    const message = `${error.message} Trying again until it works.`;
    if (problem === error.message) log.debug(message);
    else log.error(message);
    problem = error.message;
    ownProblem = describe?.().problem;
    onFailure?.(error);
  }

  async function* read(signal: AbortSignal): AsyncGenerator<T, void, undefined> {
    while (!signal.aborted) {
      const waitMs = (opensAt - now()) / 1000;
      if (waitMs > 0) await sleep(waitMs, signal).catch(() => {});
      if (signal.aborted) return;
      let workedSince: number | undefined;
      try {
        for await (const value of source({ signal })) {
          workedSince ??= now();
          noteValue();
          yield value;
          if (signal.aborted) return;
        }
        return;
      } catch (error) {
        if (!signal.aborted) noteFailure(error, workedSince);
      }
    }
  }

  const retried: Source<T> = ({ signal } = {}) => ({
    [Symbol.asyncIterator]() {
      const iteration = new AbortController();
      const removeListener = signal ? onAbort(signal, () => iteration.abort()) : () => {};
      const values = read(iteration.signal);
      return {
        async next() {
          const result = await values.next();
          if (result.done) removeListener();
          return result;
        },
        return() {
          // A suspended generator would end only after its wait.
          iteration.abort();
          removeListener();
          return values.return();
        },
      };
    },
  });
  return Object.assign(
    retried,
    describe && {
      describe() {
        const description = describe();
        const isOlder = problem === undefined || description.problem !== ownProblem;
        return isOlder ? description : { ...description, problem };
      },
    },
  );
}

/** Options of {@link retrying}. */
export interface RetryingOptions {
  /** Delay between attempts. Default 1 to 30 s. It begins anew once the source has worked for ten seconds. */
  readonly backoff?: Backoff | undefined;
  /** Receives each new failure, and when the source works again. Default: silent. */
  readonly log?: Logger | undefined;
  /** Called at each failure. */
  readonly onFailure?: ((error: Error) => void) | undefined;
}

/** After this time a source counts as one that works, in microseconds. */
const stableAfter = 10_000_000;
