/** The fuzzing loop. */

import type { Target } from "../target.ts";
import type { Coverage } from "./coverage.ts";
import type { Executor } from "./execute.ts";
import { minimise } from "./minimise.ts";
import { mutate } from "./mutate.ts";
import type { Random } from "./random.ts";

/** When to stop: after a number of inputs or a time, whichever is first. */
interface Limit {
  readonly runs: number;
  readonly ms: number;
}

/** Options of {@link fuzz}. */
export interface FuzzOptions {
  readonly target: Target;
  /** Inputs to start with, in addition to the target's seeds. */
  readonly corpus: readonly Uint8Array[];
  readonly coverage: Coverage;
  readonly executor: Executor;
  readonly random: Random;
  readonly limit: Limit;
}

/** A minimised input that breaks an invariant. */
interface Finding {
  readonly input: Uint8Array;
  readonly error: Error;
}

/** The result of {@link fuzz}. */
export interface Outcome {
  /** Inputs that each ran code that the ones before had not. */
  readonly corpus: readonly Uint8Array[];
  /** One per distinct error. */
  readonly findings: readonly Finding[];
}

/** Executions between two reads of the coverage. A read costs about as much as many executions. */
const batchSize = 64;

/** Stop after this many distinct errors. */
const maxFindings = 8;

/** Runs randomly mutated inputs, and keeps those that reach new code for further mutation. */
export async function fuzz({ target, corpus, coverage, executor, random, limit }: FuzzOptions): Promise<Outcome> {
  const known = [...target.seeds, ...corpus];
  const kept: Uint8Array[] = [];
  const findings = new Map<string, Finding>();
  const [last, end] = [executor.count + limit.runs, performance.now() + limit.ms];
  const shouldContinue = (): boolean => executor.count < last && performance.now() < end && findings.size < maxFindings;

  /** Runs one input, and keeps it if it reaches new code. */
  async function explore(input: Uint8Array): Promise<void> {
    await attempt(input);
    if (coverage.hasNew({ note: true })) kept.push(input);
  }

  async function attempt(input: Uint8Array): Promise<void> {
    const error = await executor.run(target, input);
    if (!error || findings.has(signatureOf(error))) return;
    const signature = signatureOf(error);
    const smallest = await minimise(input, async (smaller) => {
      const other = await executor.run(target, smaller);
      return other !== undefined && signatureOf(other) === signature;
    });
    findings.set(signature, { input: smallest, error });
  }

  for (const input of known) await explore(input);
  while (shouldContinue()) {
    const batch: Uint8Array[] = [];
    while (batch.length < batchSize && shouldContinue()) {
      // Half of the time one of the newest inputs, which are the least explored.
      const from = random.below(2) === 0 ? kept.slice(-8) : kept;
      const input = mutate(random.pick(from.length > 0 ? from : [new Uint8Array(1)]), {
        random,
        corpus: known,
        dictionary: target.dictionary,
        maxBytes: target.maxBytes,
      });
      batch.push(input);
      await attempt(input);
    }
    if (coverage.hasNew({ note: false })) for (const input of batch) await explore(input);
    // Lets a signal end the process.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { corpus: kept, findings: [...findings.values()] };
}

/** Returns a minimal subset of the inputs with the same coverage. */
export async function minimiseCorpus(
  inputs: readonly Uint8Array[],
  { target, coverage, executor }: Pick<FuzzOptions, "target" | "coverage" | "executor">,
): Promise<Uint8Array[]> {
  const kept: Uint8Array[] = [];
  coverage.reset();
  for (const input of [...target.seeds, ...[...inputs].sort((a, b) => a.length - b.length)]) {
    await executor.run(target, input);
    if (coverage.hasNew({ note: true }) && !target.seeds.includes(input)) kept.push(input);
  }
  return kept;
}

/** Distinguishes findings: the start of the message without numbers and quotations, and the first line of the stack. */
function signatureOf({ message }: Error): string {
  const [sentence = "", ...rest] = message.split("\n");
  const location = rest.find((line) => line.startsWith("    at ")) ?? "";
  return `${sentence
    .replace(/[“"'‘{].*/g, "…")
    .replace(/\d+/g, "0")
    .slice(0, 60)}${location}`;
}
