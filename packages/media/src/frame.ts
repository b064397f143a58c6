/** Frames, as pixels and encoded. */

/** The fields of every frame, encoded or not. */
export interface FrameInfo {
  /** Number of the frame in its source. It counts up by one per captured frame, so a gap is a dropped frame. */
  readonly sequence: number;
  /** Time of the capture in microseconds, on the capturing machine's `now()` clock. */
  readonly timestamp: number;
}

/** A frame as pixels. Named after WebCodecs' `VideoFrame`. */
export interface VideoFrame extends FrameInfo {
  readonly format: PixelFormat;
  /** Pixels in a row. */
  readonly width: number;
  /** Number of rows. */
  readonly height: number;
  /** `width * height * bytesPerPixel[format]` bytes, top row first. Never written to after the frame has been passed on. */
  readonly data: Uint8Array;
  /**
   * Returns the memory of `data` to the frame's creator, which can then write another frame to it. For the last user of the
   * frame; idempotent. Optional to call, and absent where it has no effect: a frame that is dropped without it is
   * garbage-collected. Named after WebCodecs' `close()`.
   */
  close?(): void;
}

/** Layout of the bytes of a {@link VideoFrame}: interleaved, 8 bits a channel, rows without padding. */
export type PixelFormat = "RGB" | "RGBA" | "BGR";

/** Bytes of one pixel in each {@link PixelFormat}. */
export const bytesPerPixel: Readonly<Record<PixelFormat, number>> = { RGB: 3, RGBA: 4, BGR: 3 };

/** A frame as a codec encoded it. Named after WebCodecs' `EncodedVideoChunk`. */
export interface EncodedFrame extends FrameInfo {
  /** Name of the codec that decodes it, such as `"jpeg"`. */
  readonly codec: string;
  /** `"key"` is decodable alone; `"delta"` needs the frames before it. */
  readonly type: "key" | "delta";
  /** `sequence` of the frame that a delta frame builds on: the one encoded before it. */
  readonly dependsOn?: number | undefined;
  /** Pixels in a row of the decoded frame as it is shown: of a JPEG, after the Exif orientation in `data`. */
  readonly width: number;
  /** Number of rows of the decoded frame as it is shown. */
  readonly height: number;
  /** The encoded bytes. Never written to after the frame has been passed on. */
  readonly data: Uint8Array;
  /**
   * Level of the sender's ladder at which it was encoded. 0 or absent is the best (passthrough, or full quality); each
   * higher level is smaller.
   */
  readonly level?: number;
  /** When it passed the latency stages after the capture, as far as they are known. */
  readonly times?: FrameTimes;
}

/**
 * When a frame passed the latency stages after its capture, which is its `timestamp`. In microseconds on the `now()` clock of
 * the capturing machine, except `received`.
 */
export interface FrameTimes {
  /** The source gave it to the program that encodes it. Absent where the source gives encoded frames. */
  readonly acquired?: number | undefined;
  /** It was encoded. Absent where the source gives encoded frames. */
  readonly encoded?: number | undefined;
  /** It was ready to be sent. */
  readonly queued?: number | undefined;
  /** It was written to the socket. */
  readonly sent?: number | undefined;
  /** It was received completely. On the receiving machine's own clock. */
  readonly received?: number | undefined;
}

/** Whether a frame is encoded. */
export function isEncoded(frame: VideoFrame | EncodedFrame): frame is EncodedFrame {
  return "codec" in frame;
}
