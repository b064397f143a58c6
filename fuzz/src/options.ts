/** The command line of `pnpm fuzz`. */

import { parseArgs } from "node:util";
import { parseDuration } from "@framewire/media";
import { targets } from "./targets.ts";

/** The parsed command line. */
export interface Options {
  readonly names: readonly string[];
  readonly ms: number;
  readonly runs: number;
  readonly seed: number;
  readonly save: boolean;
  readonly replay: string | undefined;
  readonly help: boolean;
}

/** The text of `--help`. */
export const help: string = `pnpm fuzz [TARGET ...] [--for 10s] [--runs N] [--seed N] [--save]
pnpm fuzz --replay FILE

Runs randomly mutated input of a hostile peer, camera or browser, guided by code coverage. For each target
it prints the number of executions, the code that they reached, and the invariants that they broke. Exits
with 1 if there are findings. Without a target it runs all of them in turn:
${Object.keys(targets).join(", ")}.

  --for TIME     time for each target: 500ms, 60s, 5m, 2h. Default 10s, or unlimited with --runs
  --runs N       number of executions for each target; with a seed the run is reproducible
  --seed N       seed of the random numbers. Default: a new one each time, which is printed
  --save         store a minimal set of inputs with the same coverage in corpus/TARGET.txt
  --replay FILE  run the inputs of a file once: a finding, in findings/, or a corpus
  --help         this text, and the invariants of each target
`;

/** Parses the command line. Throws an `Error` with a sentence for people. */
export function parseOptions(argv: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      for: { type: "string" },
      runs: { type: "string" },
      seed: { type: "string" },
      save: { type: "boolean", default: false },
      replay: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  for (const name of positionals) {
    if (!(name in targets) && name !== "planted")
      throw new Error(`There is no target “${name}”. The targets are ${Object.keys(targets).join(", ")}.`);
  }
  const runs = values.runs === undefined ? Number.POSITIVE_INFINITY : parseWhole("--runs", values.runs);
  return {
    names: positionals.length > 0 ? positionals : Object.keys(targets),
    ms:
      values.for === undefined ? (values.runs === undefined ? 10_000 : Number.POSITIVE_INFINITY) : parseFor(values.for),
    runs,
    seed: values.seed === undefined ? Date.now() % 2 ** 32 : parseWhole("--seed", values.seed),
    save: values.save,
    replay: values.replay,
    help: values.help,
  };
}

function parseWhole(name: string, text: string): number {
  if (/^\d{1,12}$/.test(text)) return Number(text);
  throw new Error(`${name} takes a whole number, not “${text}”.`);
}

function parseFor(text: string): number {
  try {
    return parseDuration(text);
  } catch (error) {
    throw new Error(`--for: ${(error as Error).message}`);
  }
}
