import { type ChildProcess, fork } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { AppEvent } from "../output/events.ts";

/** One of the two apps, running as a process of its own. */
export interface Child {
  /** What it says, until it ends. */
  readonly events: AsyncIterable<AppEvent>;
  /** Its exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Presses Enter. */
  hangUp(): void;
}

/** Starts an app of this workspace, with some more of an environment. It hangs up by itself when this process is gone. */
export function startChild(app: "server" | "client", args: readonly string[], env: NodeJS.ProcessEnv = {}): Child {
  const main = fileURLToPath(new URL("../../../bin/framewire.js", import.meta.url));
  const child: ChildProcess = fork(main, [app, "--json", "--log-level", "warn", ...args], {
    stdio: ["pipe", "pipe", "inherit", "ipc"],
    env: { ...process.env, ...env },
  });
  child.stdin?.on("error", () => {});
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  return {
    events: readEvents(child),
    exited,
    hangUp: () => void child.stdin?.write("\n"),
  };
}

async function* readEvents({ stdout }: ChildProcess): AsyncGenerator<AppEvent, undefined, undefined> {
  if (!stdout) return;
  for await (const line of createInterface({ input: stdout })) yield JSON.parse(line) as AppEvent;
}
