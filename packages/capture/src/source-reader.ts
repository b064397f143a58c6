import type { Logger, VideoSource } from "@framewire/media";

/** What a {@link SourceReader} is asked for; what it has no use for, it leaves. */
export interface AskedOfReader {
  /** Pixels in a row, asked of a webcam. */
  readonly width?: number;
  /** Rows, asked of a webcam. */
  readonly height?: number;
  /** Frames per second, asked of a webcam. */
  readonly fps?: number;
  /** A file begins anew at its end. */
  readonly loop?: boolean;
  /** Told what happens to the source. */
  readonly log?: Logger;
}

/** A library outside this package that opens devices, for {@link parseSource}: OpenCV is one. */
export interface SourceReader {
  /** What people call it, such as `"OpenCV"`. */
  readonly name: string;
  /** What stands before the colon of a source that is for it: `"opencv"` of `opencv:0`. In small letters. */
  readonly scheme: string;
  /** The command that gets it, where it is not on this machine; `undefined` where it is. */
  missing(): string | undefined;
  /**
   * Makes a source of what stands behind the colon. Opens nothing.
   *
   * @throws SourceError with code `usage` where that is nothing to open, and `program` where the library is missing.
   */
  open(device: string, asked: AskedOfReader): VideoSource;
}

/** The first one that is on this machine. */
export function readyReader(readers: readonly SourceReader[]): SourceReader | undefined {
  return readers.find((reader) => reader.missing() === undefined);
}
