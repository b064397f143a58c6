/**
 * The process that reads through OpenCV: opening and reading block, for as long as a driver or a server likes, and
 * cannot be stopped but by ending the process. It takes its settings from standard input, writes messages to
 * descriptor 3, and ends when its standard input does.
 *
 * @module
 */
import { readSync, writeSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { loadOpenCV } from "../binding/load-opencv.ts";
import { readPictures } from "./capture-frames.ts";
import { type Message, type ReaderSettings, writeMessage } from "./message.ts";

const output = 3;

function say(message: Message): void {
  for (const part of writeMessage(message)) {
    for (let at = 0; at < part.length; ) at += writeSync(output, part, at);
  }
}

/** The one line that standard input begins with. */
function readSettings(): ReaderSettings {
  const byte = new Uint8Array(1);
  const line: number[] = [];
  while (readSync(0, byte) === 1 && byte[0] !== 0x0a) line.push(byte[0] as number);
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(line))) as ReaderSettings;
}

try {
  const settings = readSettings();
  new Worker(new URL("../process/follow-parent.js", import.meta.url));
  for (const message of readPictures(loadOpenCV(), settings)) say(message);
} catch (error) {
  say({ kind: "failed", reason: error instanceof Error ? error.message : String(error), final: true });
}
// Not an ordinary exit: that would wait for threads that wait for a device.
process.kill(process.pid, "SIGKILL");
