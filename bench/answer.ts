import type { ChildProcess } from "node:child_process";

/** What a process of a benchmark says under `key`, once it does. Rejects when it ends before. */
export function answer<T>(child: ChildProcess, key: string): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`A process of the benchmark ended early, with code ${code}.`)));
    child.on("message", (message: Record<string, T>) => {
      const found = message[key];
      if (found !== undefined) resolve(found);
    });
  });
}
