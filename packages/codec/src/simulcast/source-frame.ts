/** A frame of the source, with the state of its encoding. */
import type { EncodedFrame, VideoFrame } from "@framewire/media";

/** A frame of the source, with its pixels as far as they have been requested. */
export interface SourceFrame {
  /** Counts up by one per frame. A source's own `sequence` may start anew. */
  readonly order: number;
  readonly frame: VideoFrame | EncodedFrame;
  /** When the source gave it, in microseconds of `now()`. */
  readonly acquiredAt: number;
  /** Rendition encoders that still need it. */
  users: number;
  /** Its decoded pixels, created at the first use. */
  pixels?: Promise<VideoFrame>;
  /** The pixels in smaller sizes, by scale. */
  scaled?: Map<number, Promise<VideoFrame>>;
}
