/** Programs that run beside tests. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { until } from "./until.ts";

/** A program that runs beside tests. It ends with their process. */
export interface Running extends AsyncDisposable {
  /** Standard output and standard error so far, together: the last 20,000 characters. */
  readonly output: string;
  /** Waits until the output matches, at most thirty seconds. Resolves to the pattern's first group. */
  says(pattern: RegExp): Promise<string>;
  signal(name: NodeJS.Signals): void;
  /** Kills it and waits for its exit. */
  stop(): Promise<void>;
}

/** Starts a program without input. `env` is added to the environment. */
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
  const exited = once(child, "exit").finally(() => process.off("exit", kill));
  async function stop(): Promise<void> {
    kill();
    await exited;
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
