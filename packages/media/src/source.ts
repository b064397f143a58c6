/** Sources: functions that open a camera, or anything else that yields values over time. */
import type { EncodedFrame, VideoFrame } from "./frame.ts";

/**
 * Opens something for reading. The call itself does nothing; the first `next()` opens the source. The abort of `signal`
 * ends the loop quietly, and leaving the loop closes the source. The loop throws when the source has failed for good.
 */
export interface Source<T> {
  (options?: OpenOptions): AsyncIterable<T>;
  /** Describes the source at this moment. Optional: every function that returns an async iterable is a source. */
  describe?(): SourceDescription;
}

/** Options for opening a {@link Source}. */
export interface OpenOptions {
  /** Ends the iteration quietly, and releases the resources of the source. */
  readonly signal?: AbortSignal;
}

/** A {@link Source} of frames: pixels, or frames that the camera has encoded. Encoded frames are passed through where possible. */
export type VideoSource = Source<VideoFrame | EncodedFrame>;

/** Description of a {@link VideoSource}. A field is absent while it is not known. Contains nothing secret. */
export interface SourceDescription {
  /** Name of the device for people, such as `"/dev/video0"`, or an address without user name and password. */
  readonly device: string;
  /** Pixels in a row. */
  readonly width?: number | undefined;
  /** Number of rows. */
  readonly height?: number | undefined;
  /** Frames per second, as the device reports. */
  readonly fps?: number | undefined;
  /** The native format of the device, such as `"JPEG"`, `"H264"` or `"RGB"`. */
  readonly format?: string | undefined;
  /** `true` where the frames are as the device encoded them; `false` where they are pixels. */
  readonly passthrough?: boolean | undefined;
  /** Why no frames arrive at present, as a sentence for people. Absent while the source works or is not open yet. */
  readonly problem?: string | undefined;
  /** `true` where the source has no frames on purpose. */
  readonly empty?: boolean | undefined;
}
