/** The source that runs ffmpeg: webcams, files, RTSP, the screen and ffmpeg's test sources. */
import { type Backoff, type Logger, silent, type VideoSource } from "@framewire/media";
import { SourceError } from "../source-error.ts";
import { createOutageLog } from "../source-kit/outage-log.ts";
import { createPatience } from "../source-kit/patience.ts";
import { redactAddress } from "../source-kit/redact-address.ts";
import { refusalBackoff } from "../source-kit/refusal-backoff.ts";
import { parseInput } from "./input/parse-input.ts";
import { type InputState, readInput } from "./read-input.ts";

/**
 * Reads an input with ffmpeg: a webcam (`0` is the first; on Linux also `/dev/video0`), a file, `rtsp://…` (over TCP),
 * `http://…`, the screen (`screen:`), or one of ffmpeg's test sources (`lavfi:testsrc2`). ffmpeg runs as a separate process
 * from the first `next()` to the end of the loop.
 *
 * JPEGs are passed through; only missing Huffman tables are added. Everything else is decoded to pixels in `RGB`, which are
 * square and upright: frames with other pixels are stretched, and those of a phone turned as it was held.
 *
 * Files and test sources are played in real time, and the `timestamp` of a frame is when it was due. The `timestamp` of other
 * frames is when they arrived, less what ffmpeg held them back and less the delay beyond that of the fastest frames, half a
 * second at most. The device's clock shows that delay; where it jumps, stands still or is too slow, it does not count.
 * `sequence` counts over the lifetime of the source. At most one frame is buffered: a slow reader delays the
 * device; put `latest` of `@framewire/media` between to receive the newest frame instead.
 *
 * When the device disappears the iteration continues: it logs a warning and retries until the device is back. The loop
 * throws {@link SourceError} where a retry cannot help. It ends at the end of a file.
 *
 * @throws SourceError (`usage`) immediately where the text or an option is invalid.
 */
export function ffmpeg(text: string, options: FfmpegOptions = {}): VideoSource {
  const { width = 1280, height = 720, fps = 30, loop = false, log = silent, stallTimeoutMs = 2500 } = options;
  checkOptions({ width, height, fps });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are refused.
  if (/[\u0000-\u001f\u007f]/.test(text)) {
    throw new SourceError("usage", "A source has no line ends or other control characters in it.");
  }
  const input = parseInput(text, { width, height, fps, loop, platform: process.platform });
  if (!input) {
    throw new SourceError(
      "usage",
      `“${redactAddress(text)}” is not an input of ffmpeg. Valid inputs are a webcam (0 is the first), the path of a file, ` +
        "rtsp://…, http://…, screen: and lavfi:….",
    );
  }
  const { maxFrameBytes = 128 * 1024 * 1024, openTimeoutMs, backoff } = options;
  const shortestMs = Math.max(stallTimeoutMs, 3000 / fps);
  const state: InputState = {
    input,
    maxFrameBytes,
    stallTimeoutMs: shortestMs,
    patience: createPatience({ openTimeoutMs, stallTimeoutMs: shortestMs }),
    backoff: { initialMs: 250, maxMs: 1000, ...backoff },
    refusalBackoff: { ...refusalBackoff, ...backoff },
    outages: createOutageLog(log, input.label, input.kind === "stream" ? "the camera at " : ""),
    nextSequence: 0,
    hasWorked: false,
    openedInMs: undefined,
    passthrough: input.mayBeJpeg,
    heldFrames: 0,
    description: {
      device: input.label,
      ...(input.format === undefined ? {} : { format: input.format, passthrough: false }),
    },
  };
  const source: VideoSource = ({ signal } = {}) => ({
    [Symbol.asyncIterator]() {
      const iteration = new AbortController();
      const frames = readInput(state, iteration, signal);
      return {
        next: () => frames.next(),
        return() {
          // A suspended generator would end only after its wait.
          iteration.abort();
          return frames.return();
        },
      };
    },
  });
  return Object.assign(source, { describe: () => ({ ...state.description, problem: state.outages.problem }) });
}

/** Options of {@link ffmpeg}. */
export interface FfmpegOptions {
  /** Pixels per row, requested of a webcam and of `lavfi:`. Default 1280. */
  readonly width?: number;
  /** Rows, requested of a webcam and of `lavfi:`. Default 720. */
  readonly height?: number;
  /** Frames per second, requested of a webcam, the screen and `lavfi:`. Default 30. */
  readonly fps?: number;
  /** Restarts a file at its end, without a pause. Default false: the loop ends. */
  readonly loop?: boolean;
  /**
   * Time for the first frame of a device or a stream, in milliseconds. Doubles after each attempt on which nothing came, up
   * to two minutes. Default 15000.
   */
  readonly openTimeoutMs?: number;
  /**
   * Time without a byte after a frame, in milliseconds, after which a device or a stream is opened again; at least three
   * times its own interval. Default 2500.
   */
  readonly stallTimeoutMs?: number;
  /** Largest frame, in bytes. Default 128 MiB, which is 8K as pixels. */
  readonly maxFrameBytes?: number;
  /** Delay between attempts to open the device again. Default 250 to 1000 ms. */
  readonly backoff?: Backoff;
  /** Receives outages and damaged frames. Default: silent. */
  readonly log?: Logger;
}

function checkOptions(options: { readonly width: number; readonly height: number; readonly fps: number }): void {
  for (const edge of ["width", "height"] as const) {
    if (Number.isInteger(options[edge]) && options[edge] >= 16 && options[edge] <= 7680) continue;
    throw new SourceError(
      "usage",
      `A source's ${edge} must be a whole number of pixels from 16 to 7680, and this one is ${options[edge]}.`,
    );
  }
  if (options.fps >= 0.1 && options.fps <= 240) return;
  throw new SourceError("usage", `A source's fps must be a number from 0.1 to 240, and this one is ${options.fps}.`);
}
