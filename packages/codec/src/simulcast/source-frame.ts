import type { EncodedFrame, VideoFrame } from "@framewire/media";

/** A frame of the source with its place in the order of arrival, which a source's own numbers may not keep. */
export interface SourceFrame {
  readonly order: number;
  readonly frame: VideoFrame | EncodedFrame;
  /** Lanes that have not done with it. */
  users: number;
  /** Its pixels, once somebody has asked for them. */
  pixels?: Promise<VideoFrame>;
  /** The same in smaller sizes, by scale. */
  scaled?: Map<number, Promise<VideoFrame>>;
}
