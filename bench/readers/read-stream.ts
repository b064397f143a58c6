import { spawn } from "node:child_process";
import { sleep } from "@framewire/media";
import type { Listening, Task } from "../peers/readers-gateway.ts";
import { type Arrival, type Delivery, deliveryOf } from "./arrival.ts";
import type { Program } from "./programs.ts";

/** How long a program may take until its first picture, and how long it is left to settle then. */
const patienceMs = 15_000;
const warmUpMs = 1000;

/**
 * Has a program read the stream for so long, and runs `meanwhile` while it does. Rejects when the program ends before,
 * or when no picture comes.
 */
export async function readStream<T>(
  program: Program,
  listening: Listening,
  { task, milliseconds, meanwhile }: ReadOptions<T>,
): Promise<{ readonly delivery: Delivery; readonly meanwhile: T }> {
  const [command, ...words] = program.command(listening.url, task);
  const child = spawn(command, words, { stdio: ["ignore", "pipe", "inherit"] });
  const arrivals: Arrival[] = [];
  const over = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    const fail = (): void => reject(new Error(`${program.name} has ended before its time.`));
    child.once("error", fail).once("exit", fail);
  });
  const settled = new Promise<void>((resolve) => {
    const read = program.read(listening, (number) => {
      arrivals.push({ at: performance.now(), number });
      resolve();
    });
    child.stdout.on("data", read);
  });
  const late = sleep(patienceMs, over.signal).then(() => {
    throw new Error(`${program.name} has read no picture within ${patienceMs / 1000} s.`);
  });
  late.catch(() => {});
  try {
    await Promise.race([settled, late, ended]);
    await sleep(warmUpMs);
    const [result] = await Promise.all([meanwhile(milliseconds), Promise.race([sleep(milliseconds), ended])]);
    const { fps } = task;
    const delivery = deliveryOf(arrivals, { fps, milliseconds, warmUpMs, cycle: program.cycle(listening) });
    return { delivery, meanwhile: result };
  } finally {
    over.abort();
    ended.catch(() => {});
    child.kill("SIGKILL");
  }
}

/** What {@link readStream} is to do. */
interface ReadOptions<T> {
  readonly task: Task;
  readonly milliseconds: number;
  readonly meanwhile: (milliseconds: number) => Promise<T>;
}
