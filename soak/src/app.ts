import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { AppEvent } from "framewire/cli";

/** A server or a client of this workspace, running as a process of its own. */
export interface App {
  readonly pid: number;
  /** What it told programs, and when, in milliseconds of `performance.now()`. */
  readonly events: readonly Told<AppEvent>[];
  /** What it told people above *info*. */
  readonly warnings: readonly Told<{ readonly sentence: string }>[];
  /** Its exit code, or the signal that ended it. */
  readonly exited: Promise<number | string>;
  signal(name: NodeJS.Signals): void;
  /** Presses Enter. */
  hangUp(): void;
}

/** Something that was told at a time. */
type Told<T> = T & { readonly at: number };

const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Starts an app with `--json`; `key` is what both sides know. */
export function startApp(app: "server" | "client", args: readonly string[], key: string): App {
  const main = fileURLToPath(import.meta.resolve(app));
  const child = spawn(process.execPath, [main, "--json", "--log-level", "warn", "--view", "none", ...args], {
    stdio: "pipe",
    env: { ...process.env, FRAMEWIRE_KEY: key, NO_COLOR: "1" },
  });
  running.add(child);
  child.stdin.on("error", () => {});
  const events: Told<AppEvent>[] = [];
  const warnings: Told<{ readonly sentence: string }>[] = [];
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
