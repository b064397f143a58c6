/** The process that reads a device with OpenCV. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { endChild } from "../process/end-child.ts";
import { type ReaderMessage, type ReaderSettings, readMessages } from "./message.ts";

/** A process that reads a device. */
export interface ReaderProcess {
  /** The messages until the process ends. Throws where the process cannot be started. */
  readonly messages: AsyncIterable<ReaderMessage>;
  /** Kills the process, which closes the device, and waits for its exit. Idempotent. */
  close(): Promise<void>;
}

/** Starts the process. `onStderr` receives each line that OpenCV writes to standard error. */
export function startReader(settings: ReaderSettings, onStderr: (line: string) => void): ReaderProcess {
  const child = spawn(process.execPath, [fileURLToPath(new URL("./main.js", import.meta.url))], {
    // A session of its own: this process handles Ctrl-C and ends the child.
    detached: true,
    env: { ...process.env, NODE_OPTIONS: "" },
    // Its standard output is discarded; the messages use descriptor 3.
    stdio: ["pipe", "ignore", "pipe", "pipe"],
  });
  const output = child.stdio[3] as Readable;
  let startError: Error | undefined;
  child.once("error", (error) => {
    startError = error;
    output.destroy();
  });
  for (const stream of [child.stdin, child.stderr, output]) stream?.on("error", () => {});
  const lines = child.stderr && createInterface({ input: child.stderr });
  lines?.on("line", onStderr);
  // Not as an argument: the settings may contain a password. Standard input stays open, since its end ends the process.
  child.stdin?.write(`${JSON.stringify(settings)}\n`);

  async function* messages(): AsyncGenerator<ReaderMessage, void, undefined> {
    try {
      yield* readMessages(output);
    } catch (error) {
      if (startError) throw startError;
      // Killed within a frame: the regular end.
      if (!output.destroyed) throw error;
    }
    if (startError) throw startError;
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
