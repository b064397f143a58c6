import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";

/** A browser with one page, of a kind that Playwright does not drive as Debian has it. */
export interface OtherBrowser extends AsyncDisposable {
  goto(url: string): Promise<void>;
  /** Calls a function in the page. It sees nothing but the page and its argument, and what it gives back is JSON. */
  run<Argument, Result>(script: (argument: Argument) => Result, argument: Argument): Promise<Result>;
  /** Presses a key, such as `c`. */
  press(key: string): Promise<void>;
}

/** Starts a program that lives no longer than this process. */
export function start(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(program, args, options);
  const kill = (): void => void child.kill();
  process.once("exit", kill);
  child.once("close", () => process.off("exit", kill));
  return child;
}

/** What of a program's output matches, once it does. Rejects with all of it when the program ends before that. */
export function announced(program: ChildProcess, output: Readable | null, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    output?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      const found = pattern.exec(text)?.[1];
      if (found) resolve(found);
    });
    program.once("error", reject);
    program.once("close", () => reject(new Error(`${program.spawnfile} has ended. It wrote: ${text}`)));
  });
}

/** Ends a program and waits until it is gone. */
export async function end(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null || !program.kill()) return;
  await once(program, "close");
}
