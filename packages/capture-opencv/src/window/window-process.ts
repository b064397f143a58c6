/** The process that shows the window. */
import { fork } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { endChild } from "../process/end-child.ts";
import type { WindowCommand, WindowEvent, WindowRequest } from "./message.ts";
import { WindowError } from "./window-error.ts";

/** How a window has ended. */
export interface WindowEnd {
  /** Enter in the window; its close button; `close()` (`"us"`); or a failure of its process. */
  readonly by: "enter" | "close" | "us" | "failure";
  /** The end of a sentence. */
  readonly message: string;
}

/** A process that shows a window. */
export interface WindowProcess {
  /** Resolves when the window is open. Rejects with {@link WindowError} (`not-opened`). */
  readonly open: Promise<void>;
  /** How it ended. Never rejects. */
  readonly ended: Promise<WindowEnd>;
  /** Sends a command and resolves when it is drawn, with the problem where it cannot be. Resolves immediately after the end. */
  send(message: WindowCommand): Promise<string | undefined>;
  /** Ends the process. Idempotent. */
  close(): Promise<void>;
}

/**
 * Starts the process. `onStderr` receives each line that OpenCV and its libraries write to standard error.
 *
 * Frames are sent over the IPC channel, which contains only unacknowledged commands.
 */
export function startWindow(onStderr: (line: string) => void): WindowProcess {
  const child = fork(fileURLToPath(new URL("./child/main.js", import.meta.url)), [], {
    // A session of its own: this process handles Ctrl-C and ends the child.
    detached: process.platform !== "win32",
    execArgv: [],
    env: { ...process.env, NODE_OPTIONS: "" },
    serialization: "advanced",
    // The end of its standard input ends it. Its standard output is discarded.
    stdio: ["pipe", "ignore", "pipe", "ipc"],
  });
  const answers = new Map<number, (problem: string | undefined) => void>();
  let hasEnded = false;
  let lastId = 0;
  let lastLine: string | undefined;
  let resolveOpen = (): void => {};
  let rejectOpen: (error: Error) => void = () => {};
  let resolveEnded: (end: WindowEnd) => void = () => {};
  const ended = new Promise<WindowEnd>((resolve) => {
    resolveEnded = resolve;
  });
  const open = new Promise<void>((resolve, reject) => {
    resolveOpen = resolve;
    rejectOpen = reject;
  });
  // Nothing waits for `open` after an early close().
  open.catch(() => {});

  function end(by: WindowEnd["by"], message: string): void {
    if (hasEnded) return;
    hasEnded = true;
    resolveEnded({ by, message });
    rejectOpen(new WindowError("not-opened", `The window does not open: ${message}.`));
    for (const answer of answers.values()) answer(undefined);
    answers.clear();
  }

  child.on("message", (message: WindowEvent) => {
    if (message.kind === "open") resolveOpen();
    else if (message.kind === "failed") end("failure", message.reason);
    else if (message.kind === "ended")
      end(message.by, message.by === "enter" ? "Enter was pressed in it" : "it was closed");
    else {
      answers.get(message.id)?.(message.problem);
      answers.delete(message.id);
    }
  });
  child.once("error", (error) => end("failure", error.message));
  // Not "exit": its last messages arrive before "close".
  child.once("close", (code, signal) => {
    const how = `its process has ended with ${signal ?? `exit code ${code}`}`;
    end("failure", lastLine === undefined ? how : `${how}, after its message “${lastLine}”`);
  });
  for (const stream of [child.stdin, child.stderr]) stream?.on("error", () => {});
  const lines = child.stderr && createInterface({ input: child.stderr });
  lines?.on("line", (line) => {
    lastLine = line.trim().replace(/\.$/, "") || lastLine;
    onStderr(line);
  });

  return {
    open,
    ended,
    async send(message) {
      if (hasEnded || !child.connected) return undefined;
      const id = ++lastId;
      const request: WindowRequest = { ...message, id };
      return new Promise((resolve) => {
        answers.set(id, resolve);
        // A failure to send means that the process is exiting; its end answers all commands.
        child.send(request, () => {});
      });
    },
    async close() {
      end("us", "it was closed here");
      await endChild(child);
      lines?.close();
    },
  };
}
