/** Ends the process when an input never ends. */

import { writeSync } from "node:fs";
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { saveFinding } from "./inputs.ts";

/** Most bytes of an input that are saved. */
const maxBytes = 2 ** 20;

/** Shared by both threads. `numbers` has the number of started inputs and the length of the latest. */
interface Shared {
  readonly target: string;
  readonly timeoutMs: number;
  readonly numbers: Int32Array;
  readonly bytes: Uint8Array;
}

/**
 * Detects, in its own thread, an input that runs longer than `timeoutMs`: saves it, prints its path, and kills the
 * process.
 */
export function startWatchdog(
  target: string,
  { timeoutMs = 20_000 }: { readonly timeoutMs?: number } = {},
): { begin(input: Uint8Array): void; stop(): Promise<void> } {
  const shared: Shared = {
    target,
    timeoutMs,
    numbers: new Int32Array(new SharedArrayBuffer(8)),
    bytes: new Uint8Array(new SharedArrayBuffer(maxBytes)),
  };
  const worker = new Worker(new URL(import.meta.url), { workerData: shared });
  worker.unref();
  return {
    begin(input) {
      const kept = input.subarray(0, maxBytes);
      shared.bytes.set(kept);
      shared.numbers[1] = kept.length;
      Atomics.add(shared.numbers, 0, 1);
    },
    async stop() {
      await worker.terminate();
    },
  };
}

function monitor({ target, timeoutMs, numbers, bytes }: Shared): void {
  let seen = -1;
  let since = performance.now();
  setInterval(() => {
    const count = Atomics.load(numbers, 0);
    if (count !== seen) {
      seen = count;
      since = performance.now();
    } else if (count > 0 && performance.now() - since > timeoutMs) {
      const sentence = `It has not ended for ${timeoutMs / 1000} s.`;
      const path = saveFinding(target, bytes.slice(0, numbers[1]), sentence);
      writeSync(1, `${target}: ${sentence} pnpm fuzz --replay ${path}\n`);
      process.kill(process.pid, "SIGKILL");
    }
  }, timeoutMs / 10);
}

if (!isMainThread) monitor(workerData as Shared);
