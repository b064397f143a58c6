/** What the connection costs beside a bare socket that carries the same bytes. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Result, Task } from "./peers/wire.ts";

const rounds = 2;
const milliseconds = 2000;

interface Row {
  readonly size: number;
  readonly ways: 1 | 2;
  readonly kind: Task["kind"];
  readonly framesPerSecond: number;
  readonly cpuMicrosecondsPerFrame: number;
}

export async function main(_argv: readonly string[]): Promise<void> {
  const rows: Row[] = [];
  for (const ways of [1, 2] as const) {
    for (const size of [68_000, 200_000]) {
      for (let round = 0; round < rounds; round++) {
        for (const kind of ["bare", "framewire"] as const) {
          const row = await measure(kind, size, ways);
          rows.push(row);
          console.error(JSON.stringify(row));
        }
      }
    }
  }
}

async function measure(kind: Task["kind"], size: number, ways: 1 | 2): Promise<Row> {
  const common = { kind, size, milliseconds };
  const receiver = start({ ...common, receives: true, sends: ways === 2 });
  const port = await message<number>(receiver, "port");
  const sender = start({ ...common, receives: ways === 2, sends: true, port });
  const results = await Promise.all([message<Result>(receiver, "result"), message<Result>(sender, "result")]);
  const frames = results.reduce((sum, { framesReceived }) => sum + framesReceived, 0);
  const cpu = results.reduce((sum, { cpuMicroseconds }) => sum + cpuMicroseconds, 0);
  return {
    kind,
    size,
    ways,
    framesPerSecond: frames / (results[0]?.seconds ?? 1),
    cpuMicrosecondsPerFrame: cpu / frames,
  };
}

function start(task: Task): ChildProcess {
  const child = fork(fileURLToPath(new URL("./peers/wire.js", import.meta.url)));
  child.send(task);
  return child;
}

function message<T>(child: ChildProcess, key: string): Promise<T> {
  return new Promise((resolve, reject) => {
    child.on("message", (value: Record<string, T>) => {
      const found = value[key];
      if (found !== undefined) resolve(found);
    });
    child.once("exit", (code) => reject(new Error(`A peer ended early, with code ${code}.`)));
  });
}
