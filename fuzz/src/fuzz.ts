import type { Coverage } from "./coverage.ts";
import type { Executor } from "./execute.ts";
import { minimise } from "./minimise.ts";
import { mutate } from "./mutate.ts";
import type { Random } from "./random.ts";
import type { Target } from "./target.ts";

/** How long to go on: until so many inputs were run, or so much time has passed. */
interface Length {
  readonly runs: number;
  readonly ms: number;
}

/** What {@link fuzz} takes. */
export interface FuzzOptions {
  readonly target: Target;
  /** Inputs to begin with, besides the target's own. */
  readonly corpus: readonly Uint8Array[];
  readonly coverage: Coverage;
  readonly executor: Executor;
  readonly random: Random;
  readonly length: Length;
}

/** An input that breaks an invariant, as small as it could be made. */
interface Find {
  readonly input: Uint8Array;
  readonly error: Error;
}

/** What came out. */
export interface Outcome {
  /** Inputs of which each has run something that those before it had not. */
  readonly corpus: readonly Uint8Array[];
  /** One for each way to break. */
  readonly finds: readonly Find[];
}

/** To ask V8 what has run takes as long as many executions: it is asked after so many. */
const batchSize = 64;

/** After so many ways to break, there is enough to mend. */
const mostFinds = 8;

/** Runs inputs that are changed at random, and keeps as the ground for further ones those that run something new. */
export async function fuzz({ target, corpus, coverage, executor, random, length }: FuzzOptions): Promise<Outcome> {
  const known = [...target.seeds, ...corpus];
  const kept: Uint8Array[] = [];
  const finds = new Map<string, Find>();
  const [last, end] = [executor.count + length.runs, performance.now() + length.ms];
  const goesOn = (): boolean => executor.count < last && performance.now() < end && finds.size < mostFinds;

  /** Runs an input alone, and keeps it where it runs something new. */
  async function look(input: Uint8Array): Promise<void> {
    await attempt(input);
    if (coverage.isNew({ note: true })) kept.push(input);
  }

  async function attempt(input: Uint8Array): Promise<void> {
    const error = await executor.run(target, input);
    if (!error || finds.has(wayOf(error))) return;
    const way = wayOf(error);
    const smallest = await minimise(input, async (smaller) => {
      const other = await executor.run(target, smaller);
      return other !== undefined && wayOf(other) === way;
    });
    finds.set(way, { input: smallest, error });
  }

  for (const input of known) await look(input);
  while (goesOn()) {
    const batch: Uint8Array[] = [];
    while (batch.length < batchSize && goesOn()) {
      // Half of the time one of the newest, which have not been changed much yet.
      const from = random.below(2) === 0 ? kept.slice(-8) : kept;
      const input = mutate(random.pick(from.length > 0 ? from : [new Uint8Array(1)]), {
        random,
        corpus: known,
        words: target.words,
        maxBytes: target.maxBytes,
      });
      batch.push(input);
      await attempt(input);
    }
    if (coverage.isNew({ note: false })) for (const input of batch) await look(input);
    // Lets a signal end the process.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { corpus: kept, finds: [...finds.values()] };
}

/** As few of the inputs as run all that they run together. */
export async function smallest(
  inputs: readonly Uint8Array[],
  { target, coverage, executor }: Pick<FuzzOptions, "target" | "coverage" | "executor">,
): Promise<Uint8Array[]> {
  const kept: Uint8Array[] = [];
  coverage.forget();
  for (const input of [...target.seeds, ...[...inputs].sort((a, b) => a.length - b.length)]) {
    await executor.run(target, input);
    if (coverage.isNew({ note: true }) && !target.seeds.includes(input)) kept.push(input);
  }
  return kept;
}

/** What tells two finds apart: how the sentence begins, but for its numbers and what is quoted, and a stack's first place. */
function wayOf({ message }: Error): string {
  const [sentence = "", ...rest] = message.split("\n");
  const place = rest.find((line) => line.startsWith("    at ")) ?? "";
  return `${sentence
    .replace(/[“"'‘{].*/g, "…")
    .replace(/\d+/g, "0")
    .slice(0, 60)}${place}`;
}
