import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { copiesTable, measureCopies } from "./copies.ts";
import type { Result, Task } from "./peers/wire.ts";
import { median, table } from "./table.ts";

/** The least frames per second beside the bare socket. */
const goal = 0.95;

interface Measurement {
  readonly framesPerSecond: number;
  /** Of both processes together. */
  readonly cpuMicroseconds: number;
}

interface Row {
  readonly size: number;
  readonly ways: 1 | 2;
  readonly bare: Measurement;
  readonly framewire: Measurement;
  /** Medians of the ratios Framewire / bare, pair by pair. */
  readonly framesRatio: number;
  readonly cpuRatio: number;
}

/**
 * `pnpm bench wire`: a connection beside a bare `node:net` socket that carries the same bytes with nothing
 * around them, between two processes, one way and both ways. The two take turns, so that a machine that
 * becomes slower is so for both. Then, how often a picture is copied. Exits with 1 where a ratio of frames
 * misses the goal.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      rounds: { type: "string", default: "7" },
      seconds: { type: "string", default: "2" },
      json: { type: "boolean", default: false },
    },
  });
  const rows: Row[] = [];
  for (const ways of [1, 2] as const) {
    for (const size of [68_000, 200_000]) {
      rows.push(
        await compare({ size, ways, rounds: Number(values.rounds), milliseconds: Number(values.seconds) * 1000 }),
      );
    }
  }
  const copies = await measureCopies();
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ bench: "wire", goal, rows, copies })}\n`
      : `${wireTable(rows)}\n${copiesTable(copies)}`,
  );
  if (rows.some(({ framesRatio }) => framesRatio < goal)) process.exitCode = 1;
}

async function compare(setting: {
  readonly size: number;
  readonly ways: 1 | 2;
  readonly rounds: number;
  readonly milliseconds: number;
}): Promise<Row> {
  const { size, ways, rounds } = setting;
  const pairs: { readonly bare: Measurement; readonly framewire: Measurement }[] = [];
  for (let round = 0; round < rounds; round++) {
    pairs.push({ bare: await measure("bare", setting), framewire: await measure("framewire", setting) });
  }
  const middle = (kind: Task["kind"]): Measurement => ({
    framesPerSecond: median(pairs.map((pair) => pair[kind].framesPerSecond)),
    cpuMicroseconds: median(pairs.map((pair) => pair[kind].cpuMicroseconds)),
  });
  return {
    size,
    ways,
    bare: middle("bare"),
    framewire: middle("framewire"),
    framesRatio: median(pairs.map((pair) => pair.framewire.framesPerSecond / pair.bare.framesPerSecond)),
    cpuRatio: median(pairs.map((pair) => pair.framewire.cpuMicroseconds / pair.bare.cpuMicroseconds)),
  };
}

async function measure(
  kind: Task["kind"],
  { size, ways, milliseconds }: { readonly size: number; readonly ways: 1 | 2; readonly milliseconds: number },
): Promise<Measurement> {
  const common = { kind, size, milliseconds };
  const receiver = start({ ...common, receives: true, sends: ways === 2 });
  const port = await message<number>(receiver, "port");
  const sender = start({ ...common, receives: ways === 2, sends: true, port });
  const results = await Promise.all([receiver, sender].map((child) => message<Result>(child, "result")));
  const sum = (of: keyof Result): number => results.reduce((total, result) => total + result[of], 0);
  const frames = sum("framesReceived");
  return {
    framesPerSecond: (frames * results.length) / sum("seconds"),
    cpuMicroseconds: sum("cpuMicroseconds") / frames,
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
    child.once("exit", (code) => reject(new Error(`A process of the benchmark ended early, with code ${code}.`)));
  });
}

function wireTable(rows: readonly Row[]): string {
  return table(
    [
      "picture",
      "ways",
      "bare fps",
      "Framewire fps",
      "ratio",
      "bare CPU µs a frame",
      "Framewire CPU µs a frame",
      "ratio",
    ],
    rows.map(({ size, ways, bare, framewire, framesRatio, cpuRatio }) => [
      `${size / 1000} KB`,
      ways,
      bare.framesPerSecond.toFixed(0),
      framewire.framesPerSecond.toFixed(0),
      framesRatio.toFixed(2),
      bare.cpuMicroseconds.toFixed(1),
      framewire.cpuMicroseconds.toFixed(1),
      cpuRatio.toFixed(2),
    ]),
  );
}
