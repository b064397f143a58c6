import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** The JSON objects of a program's output, one a line; what is none is left out. */
export async function* jsonLines<T>(output: Readable): AsyncGenerator<T> {
  for await (const line of createInterface({ input: output })) {
    if (line.startsWith("{")) yield JSON.parse(line) as T;
  }
}

/** Hands each JSON object of a program's output to `take`, from now on. */
export function followLines<T>(output: Readable, take: (value: T) => void): void {
  createInterface({ input: output }).on("line", (line) => {
    if (line.startsWith("{")) take(JSON.parse(line) as T);
  });
}
