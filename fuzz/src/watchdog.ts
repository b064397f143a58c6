import { writeSync } from "node:fs";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { saveFind } from "./inputs.ts";

const mostBytes = 2 ** 20;

/** What both threads see: how many inputs have begun, the length of the latest, and its bytes. */
interface Shared {
  readonly target: string;
  readonly patienceMs: number;
  readonly numbers: Int32Array;
  readonly bytes: Uint8Array;
}

/**
 * Watches from a thread of its own for an input that never ends: saves it, says so, and ends the process. One that is at
 * work for `patienceMs` will not end by itself.
 */
export function startWatchdog(
  target: string,
  { patienceMs = 20_000 }: { readonly patienceMs?: number } = {},
): { begin(input: Uint8Array): void; stop(): Promise<void> } {
  const shared: Shared = {
    target,
    patienceMs,
    numbers: new Int32Array(new SharedArrayBuffer(8)),
    bytes: new Uint8Array(new SharedArrayBuffer(mostBytes)),
  };
  const worker = new Worker(new URL(import.meta.url), { workerData: shared });
  worker.unref();
  return {
    begin(input) {
      const kept = input.subarray(0, mostBytes);
      shared.bytes.set(kept);
      shared.numbers[1] = kept.length;
      Atomics.add(shared.numbers, 0, 1);
    },
    async stop() {
      await worker.terminate();
    },
  };
}

function watch({ target, patienceMs, numbers, bytes }: Shared): void {
  let seen = -1;
  let since = performance.now();
  setInterval(() => {
    const count = Atomics.load(numbers, 0);
    if (count !== seen) {
      seen = count;
      since = performance.now();
    } else if (count > 0 && performance.now() - since > patienceMs) {
      const sentence = `It has not ended for ${patienceMs / 1000} s.`;
      const path = saveFind(target, bytes.slice(0, numbers[1]), sentence);
      writeSync(1, `${target}: ${sentence} pnpm fuzz --replay ${path}\n`);
      process.kill(process.pid, "SIGKILL");
    }
  }, patienceMs / 10);
}

if (!isMainThread) watch(workerData as Shared);
