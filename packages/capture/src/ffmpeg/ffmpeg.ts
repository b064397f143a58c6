import {
  type Backoff,
  backoffDelay,
  type EncodedFrame,
  type Logger,
  onAbort,
  type SourceDescription,
  silent,
  sleep,
  type VideoFrame,
  type VideoSource,
} from "@framewire/media";
import { repairJpeg } from "../jpeg/repair-jpeg.ts";
import { SourceError } from "../source-error.ts";
import { createFilePace } from "../source-kit/file-pace.ts";
import { createOutageLog } from "../source-kit/outage-log.ts";
import { hideSecrets } from "../source-kit/redact-address.ts";
import type { Input } from "./input/input.ts";
import { parseInput } from "./input/parse-input.ts";
import { createLiveClock } from "./live-clock.ts";
import { explainFailure, type Failure, finalError } from "./process/explain-failure.ts";
import { requireFfmpeg } from "./process/find-ffmpeg.ts";
import { ChildFailure, readChild } from "./process/run-ffmpeg.ts";

/** What {@link ffmpeg} takes besides the input. */
export interface FfmpegOptions {
  /** Pixels in a row, asked of a webcam and of `lavfi:`. Default 1280. */
  readonly width?: number;
  /** Rows, asked of a webcam and of `lavfi:`. Default 720. */
  readonly height?: number;
  /** Frames a second, asked of a webcam, the screen and `lavfi:`. Default 30. */
  readonly fps?: number;
  /** Begin a file anew at its end, without a pause. Default false: the loop is over then. */
  readonly loop?: boolean;
  /**
   * Milliseconds without a byte after which a device or a stream is given up and opened anew. Default 2500. Slow ones
   * have as long as three of their pictures take.
   */
  readonly stallTimeout?: number;
  /** Largest picture, in bytes. Default 128 MiB, which is 8K as pixels. */
  readonly maxFrameBytes?: number;
  /** Waits between attempts to get the device back. Default 250 to 1000 ms. */
  readonly backoff?: Backoff;
  /** Told when the device goes and comes back, and of damaged pictures. Default: nobody. */
  readonly log?: Logger;
}

/**
 * Reads whatever ffmpeg reads: a webcam (`0` is the first; on Linux also `/dev/video0`), a file, `rtsp://…` (over TCP),
 * `http://…`, the screen (`screen:`), one of ffmpeg's test sources (`lavfi:testsrc2`). ffmpeg runs as a process of its own
 * from the first `next()` to the end of the loop.
 *
 * JPEGs are passed through unchanged, but for Huffman tables that are missing. Everything else comes as pixels, `RGB`.
 *
 * Files and test sources are played at the pace of their own times. The `timestamp` of a picture is when it was due there.
 * Elsewhere it has the spacing of the device's own clock, and is as long before the arrival as the quickest picture of the last
 * seconds took. `sequence` counts over the life of the source. At most one picture is held: a reader that is slower makes
 * the device wait; put `latest` of `@framewire/media` between to get the newest one instead.
 *
 * When the device goes away the iteration goes on: it warns through `log`, and tries until it is back. The loop throws
 * {@link SourceError} when only somebody can mend it. It is over at the end of a file.
 *
 * @throws SourceError (`usage`) at once when the text is no input.
 */
export function ffmpeg(text: string, options: FfmpegOptions = {}): VideoSource {
  const { width = 1280, height = 720, fps = 30, loop = false, log = silent, stallTimeout = 2500 } = options;
  checkAsked({ width, height, fps });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is not let in.
  if (/[\u0000-\u001f\u007f]/.test(text)) {
    throw new SourceError("usage", "A source has no line ends or other control characters in it.");
  }
  const input = parseInput(text, { width, height, fps, loop, platform: process.platform });
  if (!input) {
    throw new SourceError(
      "usage",
      `“${hideSecrets(text)}” is nothing that is read by ffmpeg. Possible are a webcam (0 is the first), the path of a file, ` +
        "rtsp://…, http://…, screen: and lavfi:….",
    );
  }
  const { maxFrameBytes = 128 * 1024 * 1024, backoff } = options;
  const device: Device = {
    input,
    maxFrameBytes,
    stallTimeout: Math.max(stallTimeout, 3000 / fps),
    backoff: { initialMs: 250, maxMs: 1000, ...backoff },
    log,
    life: {
      next: 0,
      seen: false,
      opening: undefined,
      passthrough: input.mayBeJpeg,
      says: {
        device: input.shown,
        ...(input.format === undefined ? {} : { format: input.format, passthrough: false }),
      },
    },
  };
  const source: VideoSource = ({ signal } = {}) => ({
    [Symbol.asyncIterator]() {
      const own = new AbortController();
      const frames = read(device, own, signal);
      return {
        next: () => frames.next(),
        return() {
          // A generator that waits would only end after its wait.
          own.abort();
          return frames.return();
        },
      };
    },
  });
  return Object.assign(source, { describe: () => device.life.says });
}

function checkAsked(asked: { readonly width: number; readonly height: number; readonly fps: number }): void {
  for (const edge of ["width", "height"] as const) {
    if (Number.isInteger(asked[edge]) && asked[edge] >= 16 && asked[edge] <= 7680) continue;
    throw new SourceError(
      "usage",
      `A source's ${edge} must be a whole number of pixels from 16 to 7680, and this one is ${asked[edge]}.`,
    );
  }
  if (asked.fps >= 0.1 && asked.fps <= 240) return;
  throw new SourceError("usage", `A source's fps must be a number from 0.1 to 240, and this one is ${asked.fps}.`);
}

/** What all readings of one source have in common. */
interface Device {
  readonly input: Input;
  readonly maxFrameBytes: number;
  readonly stallTimeout: number;
  readonly backoff: Backoff;
  readonly log: Logger;
  readonly life: {
    /** The first sequence number that no frame of the source has had. */
    next: number;
    /** There has been a picture. */
    seen: boolean;
    /** How long the first picture took when it was last opened, in milliseconds. */
    opening: number | undefined;
    /** It is asked for its own bytes, not for pixels. */
    passthrough: boolean;
    says: SourceDescription;
  };
}

async function* read(
  device: Device,
  own: AbortController,
  outer: AbortSignal | undefined,
): AsyncGenerator<VideoFrame | EncodedFrame, void, undefined> {
  const { input, life, log } = device;
  const { signal } = own;
  const forget = outer ? onAbort(outer, () => own.abort()) : undefined;
  const outages = createOutageLog(log, input.shown, input.kind === "stream" ? "the camera at " : "");
  let failures = 0;
  try {
    while (!signal.aborted) {
      const patience = patienceForFirst(device, failures);
      const end = yield* readOnce(device, signal, outages, patience, () => {
        failures = 0;
      });
      if (signal.aborted || end === "over") return;
      if (end === "other way") continue;
      const error = life.seen && end.final !== "unauthorized" ? undefined : finalError(end, input.shown);
      if (error) throw error;
      failures++;
      outages.failed(end.reason);
      await sleep(backoffDelay(failures, device.backoff), signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    forget?.();
  }
}

/** The first picture of a camera that is not known yet may take so long, in milliseconds: for a key picture, mostly. */
const unknownOpening = 15_000;

/**
 * How long the first picture may take, in milliseconds: twice as long as it took before, so that one who hangs is asked anew
 * soon, and longer with each attempt that came to nothing.
 */
function patienceForFirst({ input, stallTimeout, life: { opening } }: Device, failures: number): number {
  if (isLocal(input)) return Number.POSITIVE_INFINITY;
  const most = Math.max(unknownOpening, stallTimeout);
  if (opening === undefined) return most;
  return Math.min(most, Math.max(stallTimeout, 2 * opening) * 2 ** Math.max(0, failures - 1));
}

/** It has no device and no network that could fall silent. */
function isLocal({ kind }: Input): boolean {
  return kind === "file" || kind === "lavfi";
}

/** Runs ffmpeg once. Gives why there are no more pictures: they are over, it has to be asked in the other way, or a failure. */
async function* readOnce(
  { input, maxFrameBytes, stallTimeout, life }: Device,
  signal: AbortSignal,
  outages: ReturnType<typeof createOutageLog>,
  patienceForFirst: number,
  worked: () => void,
): AsyncGenerator<VideoFrame | EncodedFrame, "over" | "other way" | Failure, undefined> {
  const { passthrough } = life;
  const program = requireFfmpeg(input.shown);
  const pace = input.paced ? createFilePace() : undefined;
  const clock = createLiveClock();
  const began = performance.now();
  let wait = patienceForFirst;
  const notice = wait > stallTimeout && !isLocal(input) ? setTimeout(tellSilence, stallTimeout) : undefined;
  function tellSilence(): void {
    outages.failed(`nothing has arrived for ${stallTimeout / 1000} s`);
  }
  let size = { width: 0, height: 0 };
  let pictures = 0;
  try {
    const device = input.kind === "camera" || input.kind === "screen" ? unmeasured : [];
    const args = [...general, ...device, ...input.args(passthrough), ...(passthrough ? asItIs : asPixels)];
    for await (const event of readChild({ program, args, maxFrameBytes, patience: () => wait }, signal)) {
      if (signal.aborted) return "over";
      if (event.kind === "stream") {
        const { width, height, fps, tag } = event;
        size = { width, height };
        if (!isLocal(input)) wait = Math.max(stallTimeout, fps === undefined ? 0 : 3000 / fps);
        life.says = {
          ...life.says,
          ...size,
          fps,
          passthrough,
          format: passthrough ? nameOf(tag) : (life.says.format ?? "RGB"),
        };
        continue;
      }
      const picture = passthrough ? repairJpeg(event.data) : { ...size, data: event.data };
      if (typeof picture === "string") {
        if (pictures > 0) {
          life.next++;
          outages.damaged(picture);
          continue;
        }
        life.passthrough = false;
        return "other way";
      }
      if (pictures++ === 0) {
        clearTimeout(notice);
        life.opening = performance.now() - began;
      }
      const timestamp = pace ? await pace(event.pts, signal) : clock(event.pts, event.arrived);
      worked();
      outages.working();
      life.seen = true;
      const info = { sequence: life.next++, timestamp, ...picture };
      yield passthrough ? { codec: "jpeg", type: "key", ...info } : { format: "RGB", ...info };
      if (signal.aborted) return "over";
    }
    return input.paced && pictures > 0 ? "over" : { reason: "it ended the stream" };
  } catch (error) {
    if (signal.aborted) return "over";
    if (!(error instanceof ChildFailure)) throw error;
    // What cannot be had as it is can perhaps be had as pixels: a webcam without JPEG, a codec that no container takes.
    if (passthrough && pictures === 0 && cannotCopy.test(error.stderr)) {
      life.passthrough = false;
      return "other way";
    }
    return error.ours === undefined ? explainFailure(error.stderr, input.kind) : { reason: error.ours };
  } finally {
    clearTimeout(notice);
  }
}

const general = ["-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+error"];

/** The rate is known: to measure it would keep back the first pictures, up to a second of them. */
const unmeasured = ["-fpsprobesize", "0"];

/** An index would grow in ffmpeg's memory as long as it runs. */
const nut = ["-f", "nut", "-write_index", "0", "-flush_packets", "1", "pipe:1"];
const asItIs = ["-map", "0:v:0", "-c", "copy", ...nut];
/** The time base is finer than the frame rate: pictures that come unevenly keep their times, and none is dropped for it. */
const asPixels = ["-map", "0:v:0", "-enc_time_base", "1:1000000", "-c:v", "rawvideo", "-pix_fmt", "rgb24", ...nut];

const cannotCopy =
  /Cannot find a proper format|Could not write header|not currently supported in container|incompatible|Could not set video options|Unsupported pixel format/i;

/** A codec's name for people, from the four bytes that name it in a file. */
function nameOf(tag: string): string {
  return tag === "MJPG" || tag === "mjpg" ? "JPEG" : tag.replace(/[^\x20-\x7e]/g, "").trim() || "unknown";
}
