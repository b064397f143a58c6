/** An app that the demo runs in a process of its own. */
import { type ChildProcess, fork } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { AppEvent } from "../output/events.ts";

/** A running server or client. */
export interface ChildApp {
  /** Its events, until it ends. */
  readonly events: AsyncIterable<AppEvent>;
  /** Its exit code; null if a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Presses Enter. */
  hangUp(): void;
}

/** Starts an app; `env` is added to the environment. The app hangs up by itself when this process ends. */
export function startChildApp(
  app: "server" | "client",
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): ChildApp {
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
