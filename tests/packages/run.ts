/** Programs that run to their end. */
import { spawn } from "node:child_process";

/** The exit code and output of a process. */
export interface Outcome {
  /** Its exit code, or null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  /** Standard output and standard error in the order in which they were read. */
  readonly output: string;
}

/** How to run a program. */
export interface RunOptions {
  readonly cwd: string;
  /** Milliseconds after which it is killed. */
  readonly timeout: number;
}

/**
 * Runs a program to its end, without the environment variables of Node, so that a program in an empty project finds only the
 * modules of that project.
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

/** Runs a program, and resolves to its standard output. Rejects when its exit code is not 0. */
export async function runOrThrow(command: string, args: readonly string[], options: RunOptions): Promise<string> {
  const { code, stdout, output } = await run(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code ?? "a kill"}:\n${output}`);
  return stdout;
}
