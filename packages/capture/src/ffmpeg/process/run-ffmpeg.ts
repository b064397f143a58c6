import { spawn } from "node:child_process";
import { now, onAbort } from "@framewire/media";
import { createNutReader, type NutEvent } from "../nut/nut-reader.ts";
import { watch } from "./watchdog.ts";

/** How ffmpeg is run. */
export interface ChildOptions {
  /** Where it is. */
  readonly program: string;
  readonly args: readonly string[];
  /** Largest picture, in bytes. */
  readonly maxFrameBytes: number;
  /** Milliseconds without a byte after which it is given up; asked at each wait. */
  readonly patience: () => number;
}

/** ffmpeg gives no more pictures. */
export class ChildFailure extends Error {
  override readonly name: string = "ChildFailure";
  /** The end of what it wrote to standard error. */
  readonly stderr: string;
  /** Why we ended it ourselves, in half a sentence. */
  readonly ours: string | undefined;

  constructor(stderr: string, ours?: string) {
    super(ours ?? "ffmpeg has failed.");
    this.stderr = stderr;
    this.ours = ours;
  }
}

/** What ffmpeg says of an input that breaks off; it ends as well as at an end. */
const brokenOff = /ends prematurely|Input\/output error|Connection reset|Connection timed out/i;

/** As much of its standard error as is kept. */
const maxStderr = 8192;

/**
 * Runs ffmpeg, which writes NUT to its standard output, until it ends: well, by which the loop is over, or with a
 * {@link ChildFailure}. The abort of `signal` and leaving the loop kill it; the loop is over when it is gone. It reads no
 * further ahead than the pipe holds while nobody asks for the next picture.
 */
export async function* readChild(
  { program, args, maxFrameBytes, patience }: ChildOptions,
  signal: AbortSignal,
): AsyncGenerator<NutEvent, void, undefined> {
  // In a group of its own, so that a Ctrl-C in the terminal is for us to handle. Its messages are in English.
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
    windowsHide: true,
    env: { ...process.env, LC_ALL: "C", AV_LOG_FORCE_NOCOLOR: "1" },
  });
  const { stdout } = child;
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-maxStderr);
  });
  let failed: Error | undefined;
  const gone = new Promise<number | null>((resolve) => {
    child.once("close", resolve);
    child.once("error", (error) => {
      failed = error;
      resolve(null);
    });
  });
  const unwatch = child.pid === undefined ? undefined : watch(child.pid);
  let ours: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  function kill(): void {
    child.kill("SIGKILL");
    stdout.destroy();
  }
  function expectBytes(ms: number): void {
    if (!Number.isFinite(ms)) return;
    timer = setTimeout(() => {
      ours = `nothing has arrived for ${ms / 1000} s`;
      kill();
    }, ms);
  }
  const forget = onAbort(signal, kill);

  try {
    const reader = createNutReader({ maxFrameBytes });
    const chunks: AsyncIterator<Buffer, undefined> = stdout[Symbol.asyncIterator]();
    for (;;) {
      // Only while we wait: a reader that takes its time must not look like a device that is silent.
      expectBytes(patience());
      const { done, value } = await chunks.next().catch((error: unknown) => {
        if (signal.aborted || ours !== undefined) return { done: true as const, value: undefined };
        throw error;
      });
      clearTimeout(timer);
      if (done) break;
      yield* reader.push(value, now());
    }
    const code = await gone;
    if (signal.aborted) return;
    if (ours === undefined && !failed && code === 0 && !brokenOff.test(stderr)) return;
    throw new ChildFailure(stderr, ours ?? failed?.message);
  } finally {
    clearTimeout(timer);
    forget();
    kill();
    await gone;
    unwatch?.();
  }
}
