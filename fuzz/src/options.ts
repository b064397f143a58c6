import { parseArgs } from "node:util";
import { targets } from "./targets.ts";

/** What was asked for. */
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

Runs what a hostile peer, camera or browser could send, changed at random and guided by what code it
reaches, and says for each target how many inputs were run, how much of the code they reached, and what
they broke. Ends with 1 when something was broken. Without a target all are run, one after the other:
${Object.keys(targets).join(", ")}.

  --for TIME     how long each target is run: 500ms, 60s, 5m, 2h. Default 10s, or no end with --runs
  --runs N       so many inputs for each target in place of a time: with a seed, the same each time
  --seed N       where chance begins. Default: another one each time, which is printed
  --save         keeps in corpus/TARGET.txt as few of the inputs as reach all that was reached
  --replay FILE  runs the inputs of a file once: of one in finds/, which is written for what broke something, or of a
                 corpus
  --help         this text, and what holds of each target
`;

/** Reads the command line. Throws an error with a sentence for people. */
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
      throw new Error(`There is no target “${name}”. There are ${Object.keys(targets).join(", ")}.`);
  }
  const runs = values.runs === undefined ? Number.POSITIVE_INFINITY : whole("--runs", values.runs);
  return {
    names: positionals.length > 0 ? positionals : Object.keys(targets),
    ms:
      values.for === undefined ? (values.runs === undefined ? 10_000 : Number.POSITIVE_INFINITY) : duration(values.for),
    runs,
    seed: values.seed === undefined ? Date.now() % 2 ** 32 : whole("--seed", values.seed),
    save: values.save,
    replay: values.replay,
    help: values.help,
  };
}

function whole(name: string, text: string): number {
  if (/^\d{1,12}$/.test(text)) return Number(text);
  throw new Error(`${name} takes a whole number, not “${text}”.`);
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function duration(text: string): number {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  if (number === undefined) throw new Error(`--for takes a time such as 500ms, 60s, 5m or 2h, not “${text}”.`);
  return Number(number) * (units[unit] ?? 0);
}
