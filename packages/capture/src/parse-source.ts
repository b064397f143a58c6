import type { Logger, VideoSource } from "@framewire/media";
import { type MjpegOptions, mjpeg } from "./mjpeg/index.ts";
import { hideSecrets } from "./mjpeg/target.ts";
import { type PatternOptions, pattern } from "./pattern/index.ts";
import { SourceError } from "./source-error.ts";

/** What {@link parseSource} takes besides the text; each is for the sources that know it. */
export interface ParseSourceOptions {
  /** Pixels in a row of the pattern. */
  readonly width?: number | undefined;
  /** Rows of the pattern. */
  readonly height?: number | undefined;
  /** Frames per second of the pattern. */
  readonly fps?: number | undefined;
  /** The name that the pattern shows. */
  readonly name?: string | undefined;
  /** The one certificate that is accepted of an https source. */
  readonly fingerprint?: string | undefined;
  /** Any certificate is accepted of an https source. */
  readonly insecure?: boolean | undefined;
  /** Told what happens to the source. */
  readonly log?: Logger | undefined;
}

/**
 * Turns what stands behind `--source` into a source:
 * - `auto`: the best there is, which is the pattern as yet;
 * - `pattern`: the test pattern;
 * - `http://…`, `https://…`: an MJPEG stream.
 *
 * Opens nothing. What a picture from a camera looks like is up to the camera: size, rate and name are for the pattern.
 *
 * @throws SourceError with code `usage` for anything else.
 */
export function parseSource(text: string, options: ParseSourceOptions = {}): VideoSource {
  const { width, height, fps, name, fingerprint, insecure, log } = options;
  const web = /^https?:\/\//i.test(text);
  if (!web && (fingerprint !== undefined || insecure)) {
    throw new SourceError(
      "usage",
      `--source-fingerprint and --source-insecure are for sources that begin with https://, not for “${hideSecrets(text)}”.`,
    );
  }
  if (web) return mjpeg(text, given<MjpegOptions>({ fingerprint, insecure, log }));
  if (text === "auto" || text === "pattern") return checked(given<PatternOptions>({ width, height, fps, name }));
  throw new SourceError(
    "usage",
    `“${hideSecrets(text)}” is not a source. Possible are: auto, pattern, and the http:// or https:// address of an MJPEG stream, ` +
      "such as http://192.168.1.20:8080/video.",
  );
}

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
