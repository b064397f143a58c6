import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

export { freePort } from "test-support/free-port";

/** A program that runs beside a test. */
export interface Running extends AsyncDisposable {
  /** What it has written so far, both ways together. */
  readonly output: string;
  signal(name: NodeJS.Signals): void;
  /** Kills it and waits until it is gone. */
  stop(): Promise<void>;
}

/** Starts a program that needs no input. */
export function run(program: string, args: readonly string[]): Running {
  const child: ChildProcess = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-20_000);
    });
  }
  const gone = once(child, "exit");
  async function stop(): Promise<void> {
    child.kill("SIGKILL");
    await gone;
  }
  return {
    get output() {
      return output;
    },
    signal: (name) => void child.kill(name),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
