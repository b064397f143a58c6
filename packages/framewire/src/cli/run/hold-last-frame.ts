/** A source whose last frame stays after its end. */
import {
  type EncodedFrame,
  type Logger,
  now,
  type OpenOptions,
  silent,
  sleep,
  type VideoFrame,
  type VideoSource,
} from "@framewire/media";

/**
 * Returns the same source, whose loop does not end: once the source has ended by itself, as a file does, its last frame is
 * repeated each second, so that peers which look later see it, too. The source is not opened again. `describe().problem` says
 * that it has ended.
 */
export function holdLastFrame(source: VideoSource, options: HoldLastFrameOptions = {}): VideoSource {
  const { log = silent, onEnd, intervalMs = 1000 } = options;
  const describe = source.describe?.bind(source);
  let last: VideoFrame | EncodedFrame | undefined;
  let ended: string | undefined;

  function noteEnd(): void {
    ended = `${describe?.().device ?? "The source"} has ended.`;
    log.info(`${ended} Its last frame stays. With --loop a file starts again.`);
  }

  /** Repeats the last frame until the signal aborts. */
  async function* hold(signal: AbortSignal | undefined): AsyncGenerator<VideoFrame | EncodedFrame> {
    while (!signal?.aborted) {
      if (last) {
        last = { ...last, sequence: last.sequence + 1, timestamp: now() };
        yield last;
      }
      await sleep(intervalMs, signal).catch(() => {});
    }
  }

  async function* read({ signal }: OpenOptions = {}): AsyncGenerator<VideoFrame | EncodedFrame> {
    if (ended === undefined) {
      for await (const frame of source(signal ? { signal } : {})) {
        // The memory of such a frame is written to again.
        last = "close" in frame ? undefined : frame;
        yield frame;
      }
      if (signal?.aborted) return;
      noteEnd();
      // Long enough for the last frame to be sent.
      await sleep(intervalMs, signal).catch(() => {});
      if (!signal?.aborted) onEnd?.();
    }
    yield* hold(signal);
  }

  return Object.assign(
    read,
    describe && { describe: () => (ended === undefined ? describe() : { ...describe(), problem: ended }) },
  );
}

/** Options of {@link holdLastFrame}. */
export interface HoldLastFrameOptions {
  /** Receives that the source has ended. Default: silent. */
  readonly log?: Logger | undefined;
  /** Called once, an interval after the end. */
  readonly onEnd?: (() => void) | undefined;
  /** Time between two repetitions, in milliseconds. Default 1000. */
  readonly intervalMs?: number | undefined;
}
