import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Contestant, peers } from "./contestants.ts";
import { congestionControls } from "./lab.ts";
import { type Scenario, scenarios } from "./scenarios.ts";

/** What a run is asked for. */
export interface Options {
  readonly chosen: readonly Scenario[];
  readonly others: readonly Contestant[];
  /** How long a row takes on a link that stays as it is. */
  readonly seconds: number;
  /** In front of each link. */
  readonly queueBytes: number;
  /** TCP's; the machine's own where it is undefined. */
  readonly congestionControl: string | undefined;
  readonly width: number;
  readonly height: number;
  /** Try each link with a plain TCP transfer first. */
  readonly check: boolean;
  readonly json: boolean;
  /** Where the pictures go. */
  readonly svg: string | undefined;
}

/** A row takes at least this long: three seconds to settle, and twelve that count. */
const leastSeconds = 15;

const options = {
  only: { type: "string", default: "all" },
  peers: { type: "string", default: "all" },
  seconds: { type: "string", default: "20" },
  queue: { type: "string", default: "256" },
  cc: { type: "string" },
  size: { type: "string", default: "768x576" },
  "no-check": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  svg: { type: "string" },
} as const;

/** Reads the command line. Throws an `Error` whose message says what is wrong with it. */
export function readOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({ args: [...argv], options });
  const [, width, height] = /^(\d+)x(\d+)$/.exec(values.size) ?? [];
  const [seconds, queue] = [Number(values.seconds), Number(values.queue)];
  const controls = congestionControls();
  if (!width || !height) throw new Error("--size is a width and a height: --size 1280x720.");
  if (!(seconds > 0)) throw new Error("--seconds is how long a row takes: --seconds 20.");
  if (!(queue > 0)) throw new Error("--queue is the queue in front of each link, in KB: --queue 256.");
  if (values.cc !== undefined && !controls.includes(values.cc)) {
    throw new Error(`--cc is one that this kernel has: ${controls.join(", ")}.`);
  }
  return {
    chosen: choose("--only", values.only, scenarios),
    others: values.peers === "none" ? [] : choose("--peers", values.peers, peers),
    seconds: Math.max(leastSeconds, seconds),
    queueBytes: queue * 1000,
    congestionControl: values.cc,
    width: Number(width),
    height: Number(height),
    check: !values["no-check"],
    json: values.json,
    svg: values.svg === undefined ? undefined : picture(values.svg),
  };
}

/** Where a picture goes that is named from where the command was given, which pnpm does not run it in. */
function picture(file: string): string {
  const path = resolve(process.env["INIT_CWD"] ?? process.cwd(), file);
  if (existsSync(dirname(path))) return path;
  throw new Error(`--svg is a file in a folder that there is: ${dirname(path)} is none.`);
}

/** Those of a list that an option names. */
function choose<T extends { readonly name: string }>(option: string, text: string, all: readonly T[]): readonly T[] {
  if (text === "all") return all;
  const names = text.split(",");
  const unknown = names.find((name) => !all.some((one) => one.name === name));
  if (unknown !== undefined) {
    throw new Error(`${option} does not know “${unknown}”, but ${all.map(({ name }) => name).join(", ")}.`);
  }
  return all.filter(({ name }) => names.includes(name));
}
