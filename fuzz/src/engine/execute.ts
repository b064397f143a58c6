/** Runs single inputs and detects what they break. */

import type { Target } from "../target.ts";

/** Longest time for one input, in milliseconds, in the best of three attempts: the machine may be busy. */
const slowMs = 1000;

/** Runs inputs and reports what they break. */
export interface Executor {
  /** Returns the error of a violated invariant, of an unhandled rejection or exception, or of an input that took too long. */
  run(target: Target, input: Uint8Array): Promise<Error | undefined>;
  /** Number of inputs that were run. */
  readonly count: number;
}

/** Makes an {@link Executor}. `begin` is called with each input before it runs. */
export function createExecutor(begin: (input: Uint8Array) => void): Executor {
  let stray: Error | undefined;
  const note = (error: unknown): void => {
    stray ??= new Error(`An error was not handled: ${toError(error).stack}`);
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
  return error instanceof Error ? error : new Error(`A value that is not an Error was thrown: ${String(error)}`);
}
