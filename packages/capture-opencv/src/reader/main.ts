/**
 * The process that reads a device with OpenCV: opening and reading block without a limit, and only the end of the process
 * interrupts them. It reads its settings from standard input, writes messages to descriptor 3, and ends when its standard
 * input ends.
 *
 * @module
 */
import { readSync, writeSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { loadOpenCV } from "../binding/load-opencv.ts";
import { captureFrames } from "./capture-frames.ts";
import { type ReaderMessage, type ReaderSettings, writeMessage } from "./message.ts";

const output = 3;

function send(message: ReaderMessage): void {
  for (const part of writeMessage(message)) {
    for (let at = 0; at < part.length; ) at += writeSync(output, part, at);
  }
}

/** Reads the first line of standard input. */
function readSettings(): ReaderSettings {
  const byte = new Uint8Array(1);
  const line: number[] = [];
  while (readSync(0, byte) === 1 && byte[0] !== 0x0a) line.push(byte[0] as number);
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(line))) as ReaderSettings;
}

try {
  const settings = readSettings();
  new Worker(new URL("../process/follow-parent.js", import.meta.url));
  for (const message of captureFrames(loadOpenCV(), settings)) send(message);
} catch (error) {
  send({ kind: "failed", reason: error instanceof Error ? error.message : String(error), final: true });
}
// A regular exit would wait for threads that block in a driver.
process.kill(process.pid, "SIGKILL");
