import type { Logger, VideoSource } from "@framewire/media";
import { type PatternOptions, pattern } from "@framewire/test-pattern";
import { chooseAutomatically } from "./automatic-source.ts";
import { none } from "./empty-source.ts";
import { type FfmpegOptions, ffmpeg, findFfmpeg, isInput, requireFfmpeg } from "./ffmpeg/index.ts";
import { type MjpegOptions, mjpeg } from "./mjpeg/index.ts";
import { SourceError } from "./source-error.ts";
import { hideSecrets } from "./source-kit/redact-address.ts";
import { type AskedOfReader, readyReader, type SourceReader } from "./source-reader.ts";

/** What {@link parseSource} takes besides the text; each is for the sources that know it. */
export interface ParseSourceOptions {
  /** Pixels in a row, of the pattern, and asked of a webcam and of `lavfi:`. */
  readonly width?: number | undefined;
  /** Rows, of the same. */
  readonly height?: number | undefined;
  /** Frames per second, of the same and of the screen. */
  readonly fps?: number | undefined;
  /** A file begins anew at its end. */
  readonly loop?: boolean | undefined;
  /** The name that the pattern shows. */
  readonly name?: string | undefined;
  /** The one certificate that is accepted of an https source. */
  readonly fingerprint?: string | undefined;
  /** Any certificate is accepted of an https source. */
  readonly insecure?: boolean | undefined;
  /** What else opens devices here: by the name of its scheme (`opencv:…`), and webcams where ffmpeg is missing. Default: nothing. */
  readonly readers?: readonly SourceReader[] | undefined;
  /** Told what happens to the source. */
  readonly log?: Logger | undefined;
}

/**
 * Turns what stands behind `--source` into a source:
 * - `auto`: the first webcam, if there is one and something to read it, and the pattern otherwise. `log` is told which, and why;
 * - `pattern`: the test pattern;
 * - `none`: no pictures;
 * - `http://…`, `https://…`: an MJPEG stream;
 * - `0` (the first webcam), `/dev/video0`: read by ffmpeg, which passes a webcam's JPEGs through unchanged, or else
 *   by the first of the `readers` that is on this machine;
 * - `rtsp://…`, `screen:`, `lavfi:…`, the path of a file, and whatever stands behind `ffmpeg:`: read by ffmpeg;
 * - whatever stands behind the scheme of a reader, such as `opencv:`: read by that.
 *
 * Opens nothing. What a picture from a camera looks like is up to the camera.
 *
 * @throws SourceError with code `usage` for anything else, and `program` where what has to read it is missing.
 */
export function parseSource(text: string, options: ParseSourceOptions = {}): VideoSource {
  const { width, height, fps, name, fingerprint, insecure, loop, readers = [], log } = options;
  const web = /^https?:\/\//i.test(text);
  if (!web && (fingerprint !== undefined || insecure)) {
    throw new SourceError(
      "usage",
      `--source-fingerprint and --source-insecure are for sources that begin with https://, not for “${hideSecrets(text)}”.`,
    );
  }
  if (web) return mjpeg(text, given<MjpegOptions>({ fingerprint, insecure, log }));
  const drawn = (): VideoSource => checked(given<PatternOptions>({ width, height, fps, name }));
  if (text === "pattern") return drawn();
  if (text === "none") return none();
  const asked = given<FfmpegOptions & AskedOfReader>({ width, height, fps, loop, log });
  if (text === "auto") {
    const { camera, reader, why } = chooseAutomatically(readers);
    log?.info(why);
    if (camera === undefined) return drawn();
    return reader ? reader.open(camera, asked) : ffmpeg(camera, asked);
  }
  const scheme = /^([a-z]+):/i.exec(text)?.[1]?.toLowerCase();
  const named = readers.find((reader) => reader.scheme === scheme);
  if (named) return named.open(text.slice(named.scheme.length + 1), asked);
  const camera = isCamera(text);
  const ready = camera && findFfmpeg() === undefined ? readyReader(readers) : undefined;
  if (ready) return ready.open(text, asked);
  const input = text.replace(/^ffmpeg:/i, "");
  if (input === text && !isInput(text)) {
    throw new SourceError("usage", `“${hideSecrets(text)}” is not a source. ${possible(readers)}`);
  }
  const source = ffmpeg(input, asked);
  requireFfmpeg(`“${source.describe?.().device ?? "this"}”`, camera ? readers : []);
  return source;
}

/** A webcam by its number or path. */
function isCamera(text: string): boolean {
  return /^(?:\d{1,3}|\/dev\/video\d+|\/dev\/v4l\/.+)$/.test(text);
}

function possible(readers: readonly SourceReader[]): string {
  const more = readers.map(({ name, scheme }) => `, and whatever ${name} opens, as ${scheme}:…`);
  return `${usual}${more.join("")}.`;
}

const usual =
  "Possible are: auto, pattern, none, the http:// or https:// address of an MJPEG stream, such as http://192.168.1.20:8080/video, " +
  "and by ffmpeg: a webcam (0 is the first), rtsp://…, the path of a video, screen: and lavfi:…";

/** The pattern, whose errors about size and rate are errors of usage here. */
function checked(options: PatternOptions): VideoSource {
  try {
    return pattern(options);
  } catch (error) {
    if (error instanceof RangeError) throw new SourceError("usage", error.message);
    throw error;
  }
}

/** Leaves out what is `undefined`, so that the source's own defaults hold. */
function given<T>(options: { [K in keyof T]?: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}
