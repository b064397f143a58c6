/** The interface by which libraries outside this package open devices for `parseSource`. */
import type { Logger, VideoSource } from "@framewire/media";

/** A library outside this package that opens devices, such as OpenCV. */
export interface SourceReader {
  /** Name in messages, such as `"OpenCV"`. */
  readonly name: string;
  /** Scheme of its sources, in lower case: `"opencv"` of `opencv:0`. */
  readonly scheme: string;
  /** Returns the command that installs the library, or `undefined` where it is installed. */
  installCommand(): string | undefined;
  /**
   * Creates a source from the text after the colon. Opens nothing.
   *
   * @throws SourceError with code `usage` where the text is invalid, and `program` where the library is not installed.
   */
  open(device: string, options: SourceReaderOptions): VideoSource;
}

/** Options of {@link SourceReader.open}. A reader ignores those that do not apply to the device. */
export interface SourceReaderOptions {
  /** Pixels per row, requested of a webcam. */
  readonly width?: number;
  /** Rows, requested of a webcam. */
  readonly height?: number;
  /** Frames per second, requested of a webcam. */
  readonly fps?: number;
  /** Restarts a file at its end. */
  readonly loop?: boolean;
  /** Time for the first frame, in milliseconds. */
  readonly openTimeoutMs?: number;
  /** Time without a frame, in milliseconds, after which the device is opened again. */
  readonly stallTimeoutMs?: number;
  /** Receives messages about the source. */
  readonly log?: Logger;
}

/** Returns the first reader whose library is installed. */
export function firstInstalledReader(readers: readonly SourceReader[]): SourceReader | undefined {
  return readers.find((reader) => reader.installCommand() === undefined);
}
