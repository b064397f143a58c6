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
import type { Patience } from "../source-kit/patience.ts";
import { ffmpegArgs, maxAspectError } from "./ffmpeg-args.ts";
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
  readonly patience: Patience;
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
  /** Frames that ffmpeg holds back before it returns one. */
  heldFrames: number;
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
  const { input, outages, maxFrameBytes, stallTimeoutMs, patience, passthrough } = state;
  const program = requireFfmpeg(input.label);
  const pace = input.needsPacing ? createFilePace() : undefined;
  const clock = createLiveClock({ heldFrames: state.heldFrames });
  const startedAt = performance.now();
  let waitingSince = startedAt;
  /** Three frames at the rate that the stream announces, in milliseconds. */
  let announcedMs = 0;
  const notice =
    openTimeoutMs > stallTimeoutMs && !isLocal(input)
      ? setTimeout(() => outages.reportFailure(`nothing has arrived for ${stallTimeoutMs / 1000} s`), stallTimeoutMs)
      : undefined;
  let size = { width: 0, height: 0 };
  let frames = 0;
  try {
    patience.noteOpened();
    const timeoutMs = (): number => {
      if (isLocal(input) || frames === 0) return openTimeoutMs;
      return Math.max(patience.silenceMs, announcedMs);
    };
    const args = ffmpegArgs(input, { passthrough });
    for await (const event of runFfmpeg({ program, args, maxFrameBytes, stallTimeoutMs: timeoutMs }, signal)) {
      if (signal.aborted) return "ended";
      if (event.kind === "stream") {
        const { width, height, fps, tag, pixelAspect, reorderedFrames } = event;
        if (passthrough) state.heldFrames = heldFrames(input, tag, reorderedFrames);
        if (passthrough && !isSquare(pixelAspect)) {
          state.description = { ...state.description, format: codecLabel(tag) };
          state.passthrough = false;
          return "decode instead";
        }
        size = { width, height };
        announcedMs = fps === undefined ? 0 : 3000 / fps;
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
      patience.noteFrame(performance.now() - waitingSince);
      onFrame();
      outages.reportFrame();
      state.hasWorked = true;
      const frame = { sequence: state.nextSequence++, timestamp, ...image };
      yield passthrough ? { codec: "jpeg", type: "key", ...frame } : { format: "RGB", ...frame };
      waitingSince = performance.now();
      if (signal.aborted) return "ended";
    }
    return input.needsPacing && frames > 0 ? "ended" : { reason: "it ended the stream" };
  } catch (error) {
    if (signal.aborted) return "ended";
    if (!(error instanceof FfmpegExitError)) throw error;
    // Decoding may work where copying does not: a webcam without JPEG, a codec or timestamps that NUT cannot contain.
    if (passthrough && frames === 0 && (input.kind === "file" || cannotCopy.test(error.stderr))) {
      state.passthrough = false;
      return "decode instead";
    }
    if (error.killReason !== undefined) patience.noteSilence();
    return error.killReason === undefined ? explainFailure(error.stderr, input.kind) : { reason: error.killReason };
  } finally {
    clearTimeout(notice);
  }
}

/**
 * Returns the limit for the first frame, in milliseconds: the patience with an unknown camera, whose stream may have to wait
 * for a key frame. For a known one twice the time that it took before, so that an attempt which hangs is repeated soon, and
 * longer after each failure.
 */
function firstFrameTimeoutMs({ input, stallTimeoutMs, patience, openedInMs }: InputState, failures: number): number {
  if (isLocal(input)) return Number.POSITIVE_INFINITY;
  const max = Math.max(patience.firstFrameMs, stallTimeoutMs);
  if (openedInMs === undefined) return max;
  return Math.min(max, Math.max(stallTimeoutMs, 2 * openedInMs) * 2 ** Math.max(0, failures - 1));
}

/** Whether the input has no device and no network that could stall. */
function isLocal({ kind }: Input): boolean {
  return kind === "file" || kind === "lavfi";
}

/** Returns the codec's name for people from its FourCC. */
function codecLabel(tag: string): string {
  return tag === "MJPG" || tag === "mjpg" ? "JPEG" : tag.replace(/[^\x20-\x7e]/g, "").trim() || "unknown";
}

/** Whether decoders that ignore the shape of the pixels show the frames right. */
function isSquare(pixelAspect: number): boolean {
  return Math.abs(pixelAspect - 1) < maxAspectError;
}

/**
 * Returns how many frames ffmpeg holds back. Of codecs whose frames have no end in RTP it takes the start of the next frame
 * for the end, and frames that are sent in another order than shown wait for each other.
 */
function heldFrames({ kind }: Input, tag: string, reorderedFrames: number): number {
  return kind === "stream" && /^(?:H26\d|HEVC|hevc|hvc1|avc1|MP4V|mp4v|MPG[12]|mpg[12])$/.test(tag)
    ? 1 + reorderedFrames
    : 0;
}

/** Messages of the output, not of the input. */
const cannotCopy =
  /Cannot find a proper format|Could not write header|not currently supported in container|incompatible|Could not set video options|Unsupported pixel format|\[(?:out#\S+\/)?nut @|av_interleaved_write_frame|Error (?:muxing|submitting) a packet/i;
