/** The frames of an ffmpeg input over all its attempts: open, read, back off, open again. */
import {
  type Backoff,
  backoffDelay,
  type EncodedFrame,
  onAbort,
  type SourceDescription,
  sleep,
  type VideoFrame,
} from "@framewire/media";
import { repairJpeg } from "../jpeg/repair-jpeg.ts";
import { createFilePace } from "../source-kit/file-pace.ts";
import type { OutageLog } from "../source-kit/outage-log.ts";
import type { Input } from "./input/input.ts";
import { createLiveClock } from "./live-clock.ts";
import { explainFailure, type Failure, finalError } from "./process/explain-failure.ts";
import { requireFfmpeg } from "./process/find-ffmpeg.ts";
import { FfmpegExitError, runFfmpeg } from "./process/run-ffmpeg.ts";

/** Yields frames until the input ends or `iteration` aborts, which an abort of `outerSignal` causes as well. */
export async function* readInput(
  state: InputState,
  iteration: AbortController,
  outerSignal: AbortSignal | undefined,
): AsyncGenerator<VideoFrame | EncodedFrame, void, undefined> {
  const { input, outages } = state;
  const { signal } = iteration;
  const removeListener = outerSignal ? onAbort(outerSignal, () => iteration.abort()) : undefined;
  let failures = 0;
  try {
    while (!signal.aborted) {
      const openTimeoutMs = firstFrameTimeoutMs(state, failures);
      const end = yield* readOnce(state, { signal, openTimeoutMs }, () => {
        failures = 0;
      });
      if (signal.aborted || end === "ended") return;
      if (end === "decode instead") continue;
      const error = state.hasWorked ? undefined : finalError(end, input.label);
      if (error) throw error;
      failures++;
      outages.reportFailure(end.reason);
      await sleep(backoffDelay(failures, end.final === "unauthorized" ? state.refusalBackoff : state.backoff), signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    removeListener?.();
  }
}

/** The options and the state of one source, common to all its iterations. */
export interface InputState {
  readonly input: Input;
  readonly maxFrameBytes: number;
  readonly stallTimeoutMs: number;
  readonly backoff: Backoff;
  /** Delay after the name and password were refused. */
  readonly refusalBackoff: Backoff;
  readonly outages: OutageLog;
  /** The next unused sequence number. */
  nextSequence: number;
  /** At least one frame has arrived. */
  hasWorked: boolean;
  /** Time to the first frame when the input was last opened, in milliseconds. */
  openedInMs: number | undefined;
  /** ffmpeg copies the input's own bytes in place of decoding them. */
  passthrough: boolean;
  description: SourceDescription;
}

interface Attempt {
  readonly signal: AbortSignal;
  /** Limit for the first frame, in milliseconds. */
  readonly openTimeoutMs: number;
}

/** Runs ffmpeg once. Returns why there are no further frames. Calls `onFrame` before each frame. */
async function* readOnce(
  state: InputState,
  { signal, openTimeoutMs }: Attempt,
  onFrame: () => void,
): AsyncGenerator<VideoFrame | EncodedFrame, "ended" | "decode instead" | Failure, undefined> {
  const { input, outages, maxFrameBytes, stallTimeoutMs, passthrough } = state;
  const program = requireFfmpeg(input.label);
  const pace = input.needsPacing ? createFilePace() : undefined;
  const clock = createLiveClock();
  const startedAt = performance.now();
  let timeoutMs = openTimeoutMs;
  const notice =
    timeoutMs > stallTimeoutMs && !isLocal(input)
      ? setTimeout(() => outages.reportFailure(`nothing has arrived for ${stallTimeoutMs / 1000} s`), stallTimeoutMs)
      : undefined;
  let size = { width: 0, height: 0 };
  let frames = 0;
  try {
    const device = input.kind === "camera" || input.kind === "screen" ? skipRateProbe : [];
    const args = [...general, ...device, ...input.args(passthrough), ...(passthrough ? copied : decoded)];
    for await (const event of runFfmpeg({ program, args, maxFrameBytes, stallTimeoutMs: () => timeoutMs }, signal)) {
      if (signal.aborted) return "ended";
      if (event.kind === "stream") {
        const { width, height, fps, tag } = event;
        size = { width, height };
        if (!isLocal(input)) timeoutMs = Math.max(stallTimeoutMs, fps === undefined ? 0 : 3000 / fps);
        state.description = {
          ...state.description,
          ...size,
          fps,
          passthrough,
          format: passthrough ? codecLabel(tag) : (state.description.format ?? "RGB"),
        };
        continue;
      }
      const image = passthrough ? repairJpeg(event.data) : { ...size, data: event.data };
      if (typeof image === "string") {
        if (frames > 0) {
          state.nextSequence++;
          outages.reportDamagedFrame(image);
          continue;
        }
        state.passthrough = false;
        return "decode instead";
      }
      if (frames++ === 0) {
        clearTimeout(notice);
        state.openedInMs = performance.now() - startedAt;
      }
      const timestamp = pace ? await pace(event.pts, signal) : clock(event.pts, event.arrived);
      onFrame();
      outages.reportFrame();
      state.hasWorked = true;
      const frame = { sequence: state.nextSequence++, timestamp, ...image };
      yield passthrough ? { codec: "jpeg", type: "key", ...frame } : { format: "RGB", ...frame };
      if (signal.aborted) return "ended";
    }
    return input.needsPacing && frames > 0 ? "ended" : { reason: "it ended the stream" };
  } catch (error) {
    if (signal.aborted) return "ended";
    if (!(error instanceof FfmpegExitError)) throw error;
    // Decoding may work where copying does not: a webcam without JPEG, a codec that NUT cannot contain.
    if (passthrough && frames === 0 && cannotCopy.test(error.stderr)) {
      state.passthrough = false;
      return "decode instead";
    }
    return error.killReason === undefined ? explainFailure(error.stderr, input.kind) : { reason: error.killReason };
  } finally {
    clearTimeout(notice);
  }
}

/** Limit for the first frame of an unknown camera, in milliseconds: the stream may have to wait for a key frame. */
const unknownOpenTimeoutMs = 15_000;

/**
 * Returns the limit for the first frame, in milliseconds: twice the time that it took before, so that an attempt which hangs
 * is repeated soon, and longer after each failure.
 */
function firstFrameTimeoutMs({ input, stallTimeoutMs, openedInMs }: InputState, failures: number): number {
  if (isLocal(input)) return Number.POSITIVE_INFINITY;
  const max = Math.max(unknownOpenTimeoutMs, stallTimeoutMs);
  if (openedInMs === undefined) return max;
  return Math.min(max, Math.max(stallTimeoutMs, 2 * openedInMs) * 2 ** Math.max(0, failures - 1));
}

/** Whether the input has no device and no network that could stall. */
function isLocal({ kind }: Input): boolean {
  return kind === "file" || kind === "lavfi";
}

const general = ["-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+error"];

/** The rate is known already. A measurement would delay up to a second of frames. */
const skipRateProbe = ["-fpsprobesize", "0"];

/** Without an index, which would grow in ffmpeg's memory as long as it runs. */
const nut = ["-f", "nut", "-write_index", "0", "-flush_packets", "1", "pipe:1"];
const copied = ["-map", "0:v:0", "-c", "copy", ...nut];
/** The time base is finer than the frame rate, so that frames at irregular intervals keep their times and none is dropped. */
const decoded = ["-map", "0:v:0", "-enc_time_base", "1:1000000", "-c:v", "rawvideo", "-pix_fmt", "rgb24", ...nut];

const cannotCopy =
  /Cannot find a proper format|Could not write header|not currently supported in container|incompatible|Could not set video options|Unsupported pixel format/i;

/** Returns the codec's name for people from its FourCC. */
function codecLabel(tag: string): string {
  return tag === "MJPG" || tag === "mjpg" ? "JPEG" : tag.replace(/[^\x20-\x7e]/g, "").trim() || "unknown";
}
