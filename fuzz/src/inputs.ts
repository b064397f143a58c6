/** Files of inputs: the corpora, and what broke an invariant. */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { seedOf } from "./engine/random.ts";
import { bytesOf } from "./target.ts";

/** The folder of this package. */
const home = join(import.meta.dirname, "..");

/** Inputs of one target in a file: one per line, bytes other than printable ASCII as `\xNN`. Lines that start with `#` are comments. */
export interface Inputs {
  readonly target: string;
  readonly inputs: readonly Uint8Array[];
}

/** The file of a target's corpus. */
export function corpusPath(target: string): string {
  return join(home, "corpus", `${target}.txt`);
}

/** Reads a file of inputs; undefined if there is no file. Its first comment names the target. */
export function readInputs(path: string): Inputs | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  const [, target = ""] = /^# target: (\S+)$/m.exec(text) ?? [];
  const lines = text.split("\n").slice(0, -1);
  return { target, inputs: lines.filter((line) => !line.startsWith("#")).map(read) };
}

/** Writes a file of inputs. */
export function writeInputs(path: string, { target, inputs }: Inputs, comments: readonly string[] = []): void {
  mkdirSync(dirname(path), { recursive: true });
  const head = [`target: ${target}`, ...comments].map((comment) => `# ${comment.replaceAll("\n", " ")}\n`);
  writeFileSync(path, [...head, ...inputs.map((input) => `${show(input)}\n`)].join(""));
}

/** Saves an input that broke an invariant. Returns the path of its file, relative to the folder of the call. */
export function saveFinding(target: string, input: Uint8Array, sentence: string): string {
  const path = join(home, "findings", `${target}-${seedOf(input).toString(16).padStart(8, "0")}.txt`);
  writeInputs(path, { target, inputs: [input] }, [sentence]);
  return relative(callerFolder(), path);
}

/** The folder in which the command was called. pnpm changes to that of the package. */
export function callerFolder(): string {
  const { INIT_CWD = process.cwd() } = process.env;
  return INIT_CWD;
}

function show(input: Uint8Array): string {
  const text = Buffer.from(input).toString("latin1");
  return text.replace(/[^ -~]|\\|^#/g, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

function read(line: string): Uint8Array {
  return bytesOf(line.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))));
}
