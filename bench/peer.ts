import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A process of a benchmark that is told a line at a time and answers with a line of JSON. */
export interface Peer {
  tell(line: string): void;
  /** The next that it says. Rejects when it ends before, with the advice that it was started with. */
  answer<T>(): Promise<T>;
  kill(): void;
}

/** Starts a program. What it writes to its standard error is seen as it is. */
export function startPeer([program = "", ...words]: readonly string[], advice: string): Peer {
  const child = spawn(program, words, { stdio: ["pipe", "pipe", "inherit"] });
  // Both end the lines as well.
  child.once("error", () => {});
  child.stdin.once("error", () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    tell: (line) => void child.stdin.write(`${line}\n`),
    async answer<T>() {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${program} ended early. ${advice}`);
      return JSON.parse(value) as T;
    },
    kill: () => void child.kill("SIGKILL"),
  };
}
