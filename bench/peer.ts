/** The processes of a benchmark. They exchange JSON values, one a line, over standard input and output. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** A child process, seen from the benchmark. */
export interface Peer {
  readonly child: ChildProcess;
  send(message: unknown): void;
  /** Resolves to the next message. Rejects when the process ends first. */
  receive<T>(): Promise<T>;
  kill(): void;
}

/** Starts a program. Its standard error is shown; `advice` goes into the error when it ends early. */
export function startPeer([program = "", ...args]: readonly string[], advice = "The lines above say why."): Peer {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  // After both, the output ends as well, which `receive` reports.
  child.once("error", () => {});
  child.stdin.once("error", () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    send: (message) => void child.stdin.write(`${JSON.stringify(message)}\n`),
    async receive<T>() {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${program} ended early. ${advice}`);
      return JSON.parse(value) as T;
    },
    kill: () => void child.kill("SIGKILL"),
  };
}

/** Calls `listener` with each JSON object of a program's output. Other lines are skipped. */
export function onMessage<T>(child: ChildProcess, listener: (message: T) => void): void {
  if (!child.stdout) throw new Error("The output of this process is not piped.");
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line.startsWith("{")) listener(JSON.parse(line) as T);
  });
}

/** Resolves to the first message of each event, in their order. Rejects when the process ends first. */
export async function firstMessages<T>(child: ChildProcess, events: readonly string[]): Promise<readonly T[]> {
  const found = new Map<string, T>();
  const all = new Promise<readonly T[]>((resolve) => {
    onMessage<T & { readonly event: string }>(child, (message) => {
      if (!found.has(message.event)) found.set(message.event, message);
      const messages = events.flatMap((event) => found.get(event) ?? []);
      if (messages.length === events.length) resolve(messages);
    });
  });
  return Promise.race([all, endsEarly(child)]);
}

/** Rejects when the process ends. */
export async function endsEarly(child: ChildProcess): Promise<never> {
  const [code] = (await once(child, "exit")) as [number | null];
  throw new Error(`A process of the benchmark ended early, with code ${code}; the lines above say why.`);
}

/** The command for a compiled program of this folder, such as `siege/server`. */
export function nodeProgram(name: string, ...args: readonly (string | number)[]): readonly [string, ...string[]] {
  return [process.execPath, fileURLToPath(new URL(`./${name}.js`, import.meta.url)), ...args.map(String)];
}

/** The command for a Python script of this folder. Debian's Python: another one may lack Debian's modules. */
export function pythonScript(name: string, ...args: readonly (string | number)[]): readonly [string, ...string[]] {
  return ["/usr/bin/python3", fileURLToPath(new URL(`../${name}.py`, import.meta.url)), ...args.map(String)];
}

/** In a child process: sends a message to the benchmark. */
export function sendMessage(message: unknown): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** In a child process: the benchmark's messages. They end when the benchmark does. */
export async function* requests<T>(): AsyncGenerator<T> {
  for await (const line of createInterface({ input: process.stdin })) yield JSON.parse(line) as T;
}

/** Microseconds of CLOCK_MONOTONIC, which all processes of a machine share. */
export function monotonic(): number {
  return Number(process.hrtime.bigint() / 1000n);
}
