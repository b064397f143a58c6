/** Sources by the text that users write for `--source`. */
import type { Logger, VideoSource } from "@framewire/media";
import { type PatternOptions, pattern } from "@framewire/test-pattern";
import { chooseAutomaticSource } from "./automatic-source.ts";
import { emptySource } from "./empty-source.ts";
import { type FfmpegOptions, ffmpeg, findFfmpeg, isInput, requireFfmpeg } from "./ffmpeg/index.ts";
import { type MjpegOptions, mjpeg } from "./mjpeg/index.ts";
import { SourceError } from "./source-error.ts";
import { redactAddress } from "./source-kit/redact-address.ts";
import { firstInstalledReader, type SourceReader, type SourceReaderOptions } from "./source-reader.ts";

/**
 * Creates a source from the text of `--source`:
 * - `auto`: the first webcam, or the pattern where there is no webcam or nothing to read it; `log` receives the choice;
 * - `pattern`: the test pattern;
 * - `none`: no frames;
 * - `http://…`, `https://…`: an MJPEG stream;
 * - `0` (the first webcam), `/dev/video0`: read by ffmpeg, with JPEG passthrough, or without ffmpeg by the first of the
 *   `readers` that is installed;
 * - `rtsp://…`, `screen:`, `lavfi:…`, the path of a file, and any of these after `ffmpeg:`: read by ffmpeg;
 * - any text after the scheme of a reader, such as `opencv:`: read by that reader.
 *
 * Opens nothing.
 *
 * @throws SourceError with code `usage` for any other text, and `program` where the required program is not installed.
 */
export function parseSource(text: string, options: ParseSourceOptions = {}): VideoSource {
  const { width, height, fps, name, fingerprint, insecure, loop, readers = [], log } = options;
  const { openTimeoutMs, stallTimeoutMs } = options;
  const isHttp = /^https?:\/\//i.test(text);
  if (!isHttp && (fingerprint !== undefined || insecure)) {
    throw new SourceError(
      "usage",
      `--source-fingerprint and --source-insecure apply to sources that start with https://, not to “${redactAddress(text)}”.`,
    );
  }
  if (isHttp) return mjpeg(text, defined<MjpegOptions>({ fingerprint, insecure, openTimeoutMs, stallTimeoutMs, log }));
  const createPattern = (): VideoSource => patternSource(defined<PatternOptions>({ width, height, fps, name }));
  if (text === "pattern") return createPattern();
  if (text === "none") return emptySource();
  const times = { openTimeoutMs, stallTimeoutMs };
  const readerOptions = defined<FfmpegOptions & SourceReaderOptions>({ width, height, fps, loop, ...times, log });
  if (text === "auto") {
    const { camera, reader, reason } = chooseAutomaticSource(readers);
    log?.info(reason);
    if (camera === undefined) return createPattern();
    return reader ? reader.open(camera, readerOptions) : ffmpeg(camera, readerOptions);
  }
  const scheme = /^([a-z]+):/i.exec(text)?.[1]?.toLowerCase();
  const schemeReader = readers.find((reader) => reader.scheme === scheme);
  if (schemeReader) return schemeReader.open(text.slice(schemeReader.scheme.length + 1), readerOptions);
  const camera = isCamera(text);
  const webcamReader = camera && findFfmpeg() === undefined ? firstInstalledReader(readers) : undefined;
  if (webcamReader) return webcamReader.open(text, readerOptions);
  const input = text.replace(/^ffmpeg:/i, "");
  if (input === text && !isInput(text)) {
    throw new SourceError("usage", `“${redactAddress(text)}” is not a source. ${validSources(readers)}`);
  }
  const source = ffmpeg(input, readerOptions);
  requireFfmpeg(`“${source.describe?.().device ?? "this"}”`, camera ? readers : []);
  return source;
}

/** Options of {@link parseSource}. Sources ignore those that do not apply to them. */
export interface ParseSourceOptions {
  /** Pixels per row, of the pattern, and requested of a webcam and of `lavfi:`. */
  readonly width?: number | undefined;
  /** Rows, of the same. */
  readonly height?: number | undefined;
  /** Frames per second, of the same and of the screen. */
  readonly fps?: number | undefined;
  /** Restarts a file at its end. */
  readonly loop?: boolean | undefined;
  /** The name that the pattern shows. */
  readonly name?: string | undefined;
  /** SHA-256 fingerprint of the only certificate that an https source may have. */
  readonly fingerprint?: string | undefined;
  /** Accepts any certificate of an https source. */
  readonly insecure?: boolean | undefined;
  /** Time for the first frame of a camera, in milliseconds; grows with each attempt. */
  readonly openTimeoutMs?: number | undefined;
  /** Time without a byte after a frame, in milliseconds, after which a camera is opened again; at least three of its intervals. */
  readonly stallTimeoutMs?: number | undefined;
  /** Libraries that open devices: by their scheme (`opencv:…`), and webcams where ffmpeg is not installed. Default: none. */
  readonly readers?: readonly SourceReader[] | undefined;
  /** Receives messages about the source. */
  readonly log?: Logger | undefined;
}

/** Whether the text is the number or path of a webcam. */
function isCamera(text: string): boolean {
  return /^(?:\d{1,3}|\/dev\/video\d+|\/dev\/v4l\/.+)$/.test(text);
}

function validSources(readers: readonly SourceReader[]): string {
  const more = readers.map(({ name, scheme }) => `, anything that ${name} opens, as ${scheme}:…`);
  return `${validTexts}${more.join("")}.`;
}

const validTexts =
  "Valid sources are: auto, pattern, none, the http:// or https:// address of an MJPEG stream, such as http://192.168.1.20:8080/video, " +
  "and by ffmpeg: a webcam (0 is the first), rtsp://…, the path of a video, screen: and lavfi:…";

/** Creates the pattern, and turns its errors about size and rate into errors of usage. */
function patternSource(options: PatternOptions): VideoSource {
  try {
    return pattern(options);
  } catch (error) {
    if (error instanceof RangeError) throw new SourceError("usage", error.message);
    throw error;
  }
}

/** Omits options that are `undefined`, so that the defaults of the source apply. */
function defined<T>(options: { [K in keyof T]?: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}
