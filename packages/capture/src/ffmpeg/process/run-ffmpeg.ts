/** One run of the ffmpeg process, whose standard output is a NUT stream. */
import { spawn } from "node:child_process";
import { now, onAbort } from "@framewire/media";
import { createNutReader, type NutEvent } from "../nut/nut-reader.ts";
import { killWithParent } from "./watchdog.ts";

/**
 * Runs ffmpeg until it exits: the loop ends after a success, and throws {@link FfmpegExitError} otherwise. An abort of
 * `signal` and leaving the loop kill ffmpeg; the loop ends after the process has exited. While the caller does not ask for
 * the next frame, nothing is read beyond the capacity of the pipe.
 */
export async function* runFfmpeg(
  { program, args, maxFrameBytes, stallTimeoutMs }: RunFfmpegOptions,
  signal: AbortSignal,
): AsyncGenerator<NutEvent, void, undefined> {
  // A process group of its own: Ctrl-C in the terminal is handled by this process. The messages are in English.
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
  let spawnError: Error | undefined;
  const exited = new Promise<number | null>((resolve) => {
    child.once("close", resolve);
    child.once("error", (error) => {
      spawnError = error;
      resolve(null);
    });
  });
  const unwatch = child.pid === undefined ? undefined : killWithParent(child.pid);
  let killReason: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  function kill(): void {
    child.kill("SIGKILL");
    stdout.destroy();
  }
  function startTimer(ms: number): void {
    if (!Number.isFinite(ms)) return;
    timer = setTimeout(() => {
      killReason = `nothing has arrived for ${Math.round(ms / 10) / 100} s`;
      kill();
    }, ms);
  }
  const removeListener = onAbort(signal, kill);

  try {
    const reader = createNutReader({ maxFrameBytes });
    const chunks: AsyncIterator<Buffer, undefined> = stdout[Symbol.asyncIterator]();
    for (;;) {
      // The timer runs only while this waits: a slow consumer is not a stalled device.
      startTimer(stallTimeoutMs());
      const { done, value } = await chunks.next().catch((error: unknown) => {
        if (signal.aborted || killReason !== undefined) return { done: true as const, value: undefined };
        throw error;
      });
      clearTimeout(timer);
      if (done) break;
      yield* reader.push(value, now());
    }
    const code = await exited;
    if (signal.aborted) return;
    if (killReason === undefined && !spawnError && code === 0 && !interrupted.test(stderr)) return;
    throw new FfmpegExitError(stderr, killReason ?? spawnError?.message);
  } finally {
    clearTimeout(timer);
    removeListener();
    kill();
    await exited;
    unwatch?.();
  }
}

/** Options of {@link runFfmpeg}. */
export interface RunFfmpegOptions {
  /** Path of ffmpeg. */
  readonly program: string;
  readonly args: readonly string[];
  /** Largest frame, in bytes. */
  readonly maxFrameBytes: number;
  /** Returns the time without a byte after which ffmpeg is killed, in milliseconds. Called before each wait. */
  readonly stallTimeoutMs: () => number;
}

/** ffmpeg has exited with a failure. Internal: the source explains it in its log or in a `SourceError`. */
export class FfmpegExitError extends Error {
  override readonly name: string = "FfmpegExitError";
  /** The last part of its standard error. */
  readonly stderr: string;
  /** Why this process killed it, as part of a sentence. */
  readonly killReason: string | undefined;

  constructor(stderr: string, killReason?: string) {
    super(killReason ?? "ffmpeg has failed.");
    this.stderr = stderr;
    this.killReason = killReason;
  }
}

/** Messages about an interrupted input, after which ffmpeg exits with code 0 as at an end of file. */
const interrupted = /ends prematurely|Input\/output error|Connection reset|Connection timed out/i;

/** Characters of standard error that are kept. */
const maxStderr = 8192;
