import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { endChild } from "../process/end-child.ts";
import { type Message, type ReaderSettings, readMessages } from "./message.ts";

/** A process that reads a device. */
export interface ReaderProcess {
  /** What it says, until it ends. Throws where the process cannot be started. */
  readonly messages: AsyncIterable<Message>;
  /** Kills it, which closes the device, and waits until it is gone. Idempotent. */
  close(): Promise<void>;
}

/** Starts the process. `tell` hears what OpenCV writes for people, line by line. */
export function startReader(settings: ReaderSettings, tell: (line: string) => void): ReaderProcess {
  const child = spawn(process.execPath, [fileURLToPath(new URL("./main.js", import.meta.url))], {
    // In a session of its own: Ctrl-C is for us, and we end it.
    detached: true,
    env: { ...process.env, NODE_OPTIONS: "" },
    // What it prints belongs nowhere; what it means goes over the fourth.
    stdio: ["pipe", "ignore", "pipe", "pipe"],
  });
  const output = child.stdio[3] as Readable;
  let broken: Error | undefined;
  child.once("error", (error) => {
    broken = error;
    output.destroy();
  });
  for (const stream of [child.stdin, child.stderr, output]) stream?.on("error", () => {});
  const lines = child.stderr && createInterface({ input: child.stderr });
  lines?.on("line", tell);
  // Settings may hold a password, which a command line would show to everybody. Left open: its end ends the process.
  child.stdin?.write(`${JSON.stringify(settings)}\n`);

  async function* messages(): AsyncGenerator<Message, void, undefined> {
    try {
      yield* readMessages(output);
    } catch (error) {
      if (broken) throw broken;
      // Killed in the midst of a picture: that is the end.
      if (!output.destroyed) throw error;
    }
    if (broken) throw broken;
  }

  return {
    messages: messages(),
    async close() {
      output.destroy();
      await endChild(child);
      lines?.close();
    },
  };
}
