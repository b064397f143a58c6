import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { until } from "./until.ts";

/** A program that runs beside tests, and no longer than their process. */
export interface Running extends AsyncDisposable {
  /** What it has written so far, both ways together. */
  readonly output: string;
  /** Waits until it has written what matches, thirty seconds at the most, and gives what the pattern's group caught. */
  says(pattern: RegExp): Promise<string>;
  signal(name: NodeJS.Signals): void;
  /** Kills it and waits until it is gone. */
  stop(): Promise<void>;
}

/** Starts a program that needs no input; `env` is what its environment has besides ours. */
export function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child: ChildProcess = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-20_000);
    });
  }
  function kill(): void {
    child.kill("SIGKILL");
  }
  process.once("exit", kill);
  const gone = once(child, "exit").finally(() => process.off("exit", kill));
  async function stop(): Promise<void> {
    kill();
    await gone;
  }
  return {
    get output() {
      return output;
    },
    async says(pattern) {
      await until(() => pattern.test(output), `${program} has written ${pattern}`, 30_000);
      return pattern.exec(output)?.[1] ?? "";
    },
    signal: (name) => void child.kill(name),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
