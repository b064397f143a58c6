import type { EncodedFrame, Source } from "@framewire/media";
import type { CloseInfo } from "@framewire/protocol";

/** A camera that somebody shares on a page. */
export interface SharedCamera {
  /** Tells the page from any other: the instance id of its hello. */
  readonly id: string;
  /** What the page calls itself, for people. */
  readonly name: string;
  /**
   * Its pictures, the newest at each `next()`, for one reader at a time, with timestamps on this machine's `now()`
   * clock of `@framewire/media`. While nobody reads, the page is told so and encodes nothing. They end with the camera.
   */
  readonly frames: Source<EncodedFrame>;
  /** Aborts when the camera is shared no more. */
  readonly signal: AbortSignal;
  /** How that came about, once everything is released. Never rejects. */
  readonly closed: Promise<CloseInfo>;
  /** Tells the page to share no more, and why. Idempotent. */
  close(message?: string): Promise<void>;
}
