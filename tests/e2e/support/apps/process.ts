/** Processes of a test. */
import { type ChildProcess, spawn } from "node:child_process";
import type { TestContext } from "vitest";
import { until } from "./wait.ts";

/** The pairing key of all processes of a test, unless it sets another one. */
export const testKey = "92H0-7ANV-EPM0-WJZ0-Z67W-S7BK";

/** A process that ends with its test. */
export interface Running {
  readonly pid: number;
  /** Its output so far. */
  readonly stdout: string;
  readonly stderr: string;
  /** Writes to its standard input. */
  type(text: string): void;
  /** Ends its standard input. */
  endInput(): void;
  signal(name: NodeJS.Signals): void;
  /** Waits until it has exited and its output is read. Resolves to its exit code, or to the signal that ended it. */
  exit(options?: { readonly within?: number }): Promise<number | NodeJS.Signals>;
}

const groups = new Set<number>();
// A hook of the test ends each process; this ends them when the run is aborted.
process.on("exit", () => {
  for (const pid of groups) killGroup(pid);
});

/**
 * Starts a program in a process group of its own, all of which is killed when the test ends. `onLine`
 * receives each line of its standard output.
 */
export function start(
  test: TestContext,
  program: string,
  args: readonly string[],
  onLine: (line: string) => void = () => {},
): Running {
  const child: ChildProcess = spawn(program, args, {
    stdio: "pipe",
    detached: true,
    env: { ...process.env, FRAMEWIRE_KEY: testKey },
  });
  const { pid = 0 } = child;
  groups.add(pid);
  let stdout = "";
  let stderr = "";
  let read = 0;
  let ended: number | NodeJS.Signals | undefined;
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    for (let end = stdout.indexOf("\n", read); end >= 0; end = stdout.indexOf("\n", read)) {
      onLine(stdout.slice(read, end));
      read = end + 1;
    }
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdin?.on("error", () => {});
  child.on("error", (error) => {
    stderr += error.message;
  });
  child.on("close", (code, signal) => {
    ended = code ?? signal ?? -1;
  });
  test.onTestFinished(async () => {
    killGroup(pid);
    groups.delete(pid);
    await until(() => ended, { within: 5000, describe: () => `${program} does not end when it is killed.` });
  });

  return {
    pid,
    get stdout() {
      return stdout;
    },
    get stderr() {
      return stderr;
    },
    type: (text) => void child.stdin?.write(text),
    endInput: () => void child.stdin?.end(),
    signal: (name) => void child.kill(name),
    exit: ({ within = 8000 } = {}) =>
      until(() => ended, {
        within,
        describe: () => `${program} ${args.join(" ")} did not exit. It wrote:\n${stdout}${stderr}`,
      }),
  };
}

function killGroup(pid: number): void {
  try {
    if (pid > 0) process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}
