/** Apps of this workspace as child processes. */

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { AppEvent } from "framewire/cli";

/** A server or a client, running as a child process. */
export interface App {
  readonly pid: number;
  /** The JSON events from its stdout. */
  readonly events: readonly Timed<AppEvent>[];
  /** The lines from its stderr: log messages of level *warn* and above. */
  readonly warnings: readonly Timed<{ readonly sentence: string }>[];
  /** Its exit code, or the signal that ended it. */
  readonly exited: Promise<number | string>;
  signal(name: NodeJS.Signals): void;
  /** Presses Enter in its terminal. */
  hangUp(): void;
}

/** A value with the time at which it was received, in milliseconds of `performance.now()`. */
type Timed<T> = T & { readonly at: number };

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Starts an app with `--json`. `key` is the pairing key of both sides. */
export function startApp(app: "server" | "client", args: readonly string[], key: string): App {
  const main = fileURLToPath(import.meta.resolve(app));
  const child = spawn(process.execPath, [main, "--json", "--log-level", "warn", "--view", "none", ...args], {
    stdio: "pipe",
    env: { ...process.env, FRAMEWIRE_KEY: key, NO_COLOR: "1" },
  });
  running.add(child);
  child.stdin.on("error", () => {});
  const events: Timed<AppEvent>[] = [];
  const warnings: Timed<{ readonly sentence: string }>[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    events.push({ ...(JSON.parse(line) as AppEvent), at: performance.now() });
  });
  createInterface({ input: child.stderr }).on("line", (sentence) => {
    warnings.push({ sentence, at: performance.now() });
  });
  const exited = new Promise<number | string>((resolve) => {
    child.on("close", (code, signal) => {
      running.delete(child);
      resolve(code ?? signal ?? "nothing");
    });
  });
  return {
    pid: child.pid ?? 0,
    events,
    warnings,
    exited,
    signal: (name) => void child.kill(name),
    hangUp: () => void child.stdin.write("\n"),
  };
}
