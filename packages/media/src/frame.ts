/** What every frame carries, encoded or not. */
export interface FrameInfo {
  /** Number of the frame in its source: counts up by one per captured frame, so a gap is a drop. */
  readonly sequence: number;
  /** When the picture was captured, in microseconds on the capturing machine's {@link now} clock. */
  readonly timestamp: number;
}

/** Layout of the bytes of a {@link VideoFrame}: interleaved, 8 bits a channel, rows without padding. */
export type PixelFormat = "RGB" | "RGBA" | "BGR";

/** Bytes that one pixel takes in each {@link PixelFormat}. */
export const bytesPerPixel: Readonly<Record<PixelFormat, number>> = { RGB: 3, RGBA: 4, BGR: 3 };

/** A picture as pixels. Named after WebCodecs' `VideoFrame`. */
export interface VideoFrame extends FrameInfo {
  readonly format: PixelFormat;
  /** Pixels in a row. */
  readonly width: number;
  /** Number of rows. */
  readonly height: number;
  /** `width * height * bytesPerPixel[format]` bytes, top row first. Nobody writes to it once it is given away. */
  readonly data: Uint8Array;
  /**
   * Gives the memory of `data` back to who made the frame, which may then write another picture to it: for
   * the last one who looks at the frame. Idempotent. Need not be called, and is absent where it would do
   * nothing: a frame that is dropped without it is collected like any other. WebCodecs' `close()`.
   */
  close?(): void;
}

/** A picture as a codec wrote it. Named after WebCodecs' `EncodedVideoChunk`. */
export interface EncodedFrame extends FrameInfo {
  /** Name of the codec that decodes it, such as `"jpeg"`. */
  readonly codec: string;
  /** `"key"` stands alone; `"delta"` needs the frames before it. */
  readonly type: "key" | "delta";
  /** Pixels in a row of the decoded picture. */
  readonly width: number;
  /** Number of rows of the decoded picture. */
  readonly height: number;
  /** The encoded picture. Nobody writes to it once it is given away. */
  readonly data: Uint8Array;
  /**
   * Which step of its sender's ladder of levels this is: 0, and absent, is the best that there is (a camera's
   * own picture, or the full quality); each higher one is smaller.
   */
  readonly level?: number;
  /** When it passed the stages after its capture, as far as they are known. */
  readonly times?: FrameTimes;
}

/**
 * When a frame passed the stages after its capture, which is its `timestamp`. In microseconds; all but
 * `received` on the {@link now} clock of the machine that captured it.
 */
export interface FrameTimes {
  /** The encoder was done with it. Absent for a frame that its source gave encoded. */
  readonly encoded?: number | undefined;
  /** It lay ready to be sent. */
  readonly queued?: number | undefined;
  /** It was handed to the socket. */
  readonly sent?: number | undefined;
  /** It had come whole. On the receiving machine's own clock. */
  readonly received?: number | undefined;
}

/** Tells pixels from an encoded picture. */
export function isEncoded(frame: VideoFrame | EncodedFrame): frame is EncodedFrame {
  return "codec" in frame;
}
