import { fork } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { endChild } from "../process/end-child.ts";
import type { Asked, FromWindow, ToWindow } from "./message.ts";

/** How a window came to its end. */
export interface WindowEnd {
  /** Somebody pressed Enter in it, or closed it; our own `close()` did; or it broke. */
  readonly by: "enter" | "close" | "us" | "failure";
  /** The end of a sentence, for people. */
  readonly message: string;
}

/** A process that shows a window. */
export interface WindowProcess {
  /** Resolves when the window is open; rejects where it does not open. */
  readonly open: Promise<void>;
  /** How it ended. Never rejects. */
  readonly ended: Promise<WindowEnd>;
  /** Tells it something, and waits until that is drawn. Gives what was wrong with it; ends at once where the window has. */
  tell(message: ToWindow): Promise<string | undefined>;
  /** Ends it. Idempotent. */
  close(): Promise<void>;
}

/**
 * Starts the process. `hear` is given what OpenCV and the libraries below it write for people, line by line.
 *
 * Frames go over the process's own channel of messages, of which nothing waits there but what was told and is not
 * answered yet.
 */
export function startWindow(hear: (line: string) => void): WindowProcess {
  const child = fork(fileURLToPath(new URL("./child/main.js", import.meta.url)), [], {
    // In a session of its own: Ctrl-C is for us, and we end it.
    detached: process.platform !== "win32",
    execArgv: [],
    env: { ...process.env, NODE_OPTIONS: "" },
    serialization: "advanced",
    // The end of its standard input ends it. What it prints belongs nowhere.
    stdio: ["pipe", "ignore", "pipe", "ipc"],
  });
  const answers = new Map<number, (problem: string | undefined) => void>();
  let over = false;
  let lastId = 0;
  let lastLine: string | undefined;
  let opened = (): void => {};
  let notOpened: (error: Error) => void = () => {};
  let setEnd: (end: WindowEnd) => void = () => {};
  const ended = new Promise<WindowEnd>((resolve) => {
    setEnd = resolve;
  });
  const open = new Promise<void>((resolve, reject) => {
    opened = resolve;
    notOpened = reject;
  });
  // Whoever closes it first does not wait for it to open.
  open.catch(() => {});

  function end(by: WindowEnd["by"], message: string): void {
    if (over) return;
    over = true;
    setEnd({ by, message });
    notOpened(new Error(`The window does not open: ${message}.`));
    for (const answer of answers.values()) answer(undefined);
    answers.clear();
  }

  child.on("message", (message: FromWindow) => {
    if (message.kind === "open") opened();
    else if (message.kind === "failed") end("failure", message.reason);
    else if (message.kind === "ended")
      end(message.by, message.by === "enter" ? "Enter was pressed in it" : "it was closed");
    else {
      answers.get(message.id)?.(message.problem);
      answers.delete(message.id);
    }
  });
  child.once("error", (error) => end("failure", error.message));
  // Not "exit": what it said last comes before this.
  child.once("close", (code, signal) => {
    const how = `its process has ended with ${signal ?? `exit code ${code}`}`;
    end("failure", lastLine === undefined ? how : `${how}, after it said “${lastLine}”`);
  });
  for (const stream of [child.stdin, child.stderr]) stream?.on("error", () => {});
  const lines = child.stderr && createInterface({ input: child.stderr });
  lines?.on("line", (line) => {
    lastLine = line.trim().replace(/\.$/, "") || lastLine;
    hear(line);
  });

  return {
    open,
    ended,
    async tell(message) {
      if (over || !child.connected) return undefined;
      const id = ++lastId;
      const asked: Asked = { ...message, id };
      return new Promise((resolve) => {
        answers.set(id, resolve);
        // Where it cannot be sent the process is about to be gone, which answers everything.
        child.send(asked, () => {});
      });
    },
    async close() {
      end("us", "it was closed here");
      await endChild(child);
      lines?.close();
    },
  };
}
