import type { Target } from "./target.ts";

/** No input may take longer than this, in milliseconds, in the best of three attempts: the machine may be busy. */
const slowMs = 1000;

/** Runs inputs and says what they broke. */
export interface Executor {
  /** The error of an invariant that does not hold, of a promise that nobody heard, or of one that took too long. */
  run(target: Target, input: Uint8Array): Promise<Error | undefined>;
  /** How many inputs were run. */
  readonly count: number;
}

/** Makes an {@link Executor}. `begin` is told of each input before it is run. */
export function createExecutor(begin: (input: Uint8Array) => void): Executor {
  let stray: Error | undefined;
  const note = (error: unknown): void => {
    stray ??= new Error(`An error was left to nobody: ${toError(error).stack}`);
  };
  process.on("uncaughtException", note);
  process.on("unhandledRejection", note);
  let count = 0;

  async function once(target: Target, input: Uint8Array): Promise<Error | undefined> {
    begin(input);
    count++;
    try {
      await target.run(input);
    } catch (error) {
      return toError(error);
    }
    const error = stray;
    stray = undefined;
    return error;
  }

  return {
    async run(target, input) {
      let best = Number.POSITIVE_INFINITY;
      for (let attempt = 0; attempt < 3; attempt++) {
        const started = performance.now();
        const error = await once(target, input);
        if (error) return error;
        best = Math.min(best, performance.now() - started);
        if (best < slowMs) return undefined;
      }
      return new Error(`An input of ${input.length} bytes took ${Math.round(best)} ms.`);
    },
    get count() {
      return count;
    },
  };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(`Something that is no Error was thrown: ${String(error)}`);
}
