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
export type Source<T> = (options?: OpenOptions) => AsyncIterable<T>;

/** A {@link Source} of pictures. One that gives encoded frames (a camera's own JPEGs) is passed on untouched where it can be. */
export type VideoSource = Source<VideoFrame | EncodedFrame>;

/**
 * Values that can be had without a promise for each: for where a thousand readers get thirty a second.
 */
export interface Pushing<T> extends AsyncIterable<T> {
  /**
   * In place of a loop: calls `take` with each value at the moment that it is there. Resolves and rejects as the loop
   * would end; an error that `take` throws ends it too.
   */
  pushTo(take: (value: T) => void): Promise<void>;
}
