import type { EncodedFrame, VideoFrame } from "./frame.ts";

/** What opens a {@link Source}. */
export interface OpenOptions {
  /** Ends the iteration, quietly, and releases what the source holds. */
  readonly signal?: AbortSignal;
}

/**
 * Something that can be opened for reading: calling it costs nothing; the first `next()` opens it, and
 * the abort of `signal` or leaving the loop closes it. It throws in the loop when it is gone for good.
 */
export interface Source<T> {
  (options?: OpenOptions): AsyncIterable<T>;
  /** What it says of itself at this moment. Any function that gives frames is a source: it may have none of this. */
  describe?(): SourceDescription;
}

/** What a {@link Source} of pictures says of itself. What is not known, or not yet, is absent. Nothing secret is in it. */
export interface SourceDescription {
  /** What people call the device, such as `"/dev/video0"` or an address without name and password. */
  readonly device: string;
  /** Pixels in a row. */
  readonly width?: number | undefined;
  /** Number of rows. */
  readonly height?: number | undefined;
  /** Frames a second, as the device says. */
  readonly fps?: number | undefined;
  /** What the device itself gives, such as `"JPEG"`, `"H264"` or `"RGB"`. */
  readonly format?: string | undefined;
  /** The frames are the device's own encoded pictures; `false` where they are pixels. */
  readonly passthrough?: boolean | undefined;
}

/** A {@link Source} of pictures. One that gives encoded frames (a camera's own JPEGs) is passed on untouched where it can be. */
export type VideoSource = Source<VideoFrame | EncodedFrame>;

/** Where values go. */
export interface Sink<T> {
  /** Takes a value, at once. */
  put(value: T): void;
}

/**
 * Values that can be had without a promise for each: for where a thousand readers get thirty a second.
 */
export interface Pushing<T> extends AsyncIterable<T> {
  /**
   * In place of a loop: puts each value into the sink at the moment that it is there. Resolves and rejects as the loop
   * would end; an error that the sink throws ends it too.
   */
  pushTo(sink: Sink<T>): Promise<void>;
}
