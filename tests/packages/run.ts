import { spawn } from "node:child_process";

/** What a process left behind. */
export interface Outcome {
  /** Its exit code, or null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  /** What it wrote to both streams, in the order of arrival: for people. */
  readonly output: string;
}

/** How to run a program. */
export interface RunOptions {
  readonly cwd: string;
  /** Milliseconds after which it is killed. */
  readonly timeout: number;
}

/**
 * Runs a program to its end. Node's own settings are not handed on: what runs in a fresh project must
 * not find modules by way of an environment variable of ours.
 */
export async function run(command: string, args: readonly string[], { cwd, timeout }: RunOptions): Promise<Outcome> {
  const { NODE_PATH: _path, NODE_OPTIONS: _options, NODE_ENV: _mode, ...env } = process.env;
  const child = spawn(command, args, { cwd, env, timeout, killSignal: "SIGKILL", stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  return { code, stdout, output };
}

/** Runs a program that has to succeed, and gives what it wrote to its standard output. */
export async function runOrThrow(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { code, stdout, output } = await run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code ?? "a kill"}:\n${output}`);
  return stdout;
}
