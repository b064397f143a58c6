/** The camera that a page shares. */

import type { EncodedFrame, Source } from "@framewire/media";
import type { CloseInfo } from "@framewire/protocol";

/** A camera that a page shares with the viewer's owner. */
export interface SharedCamera {
  /** The page's instance id, from its hello. */
  readonly id: string;
  /** The page's name for people, such as `"Firefox on Android"`. */
  readonly name: string;
  /**
   * The camera's frames, the newest at each `next()`, for one reader at a time. Timestamps are on this machine's `now()`
   * clock of `@framewire/media`. The page encodes only while a reader has the source open. Ends with the camera.
   */
  readonly frames: Source<EncodedFrame>;
  /** Aborts when the camera is no longer shared. */
  readonly signal: AbortSignal;
  /** How the sharing ended, once everything is released. Never rejects. */
  readonly closed: Promise<CloseInfo>;
  /** Ends the sharing and sends the page the reason. Idempotent. */
  close(message?: string): Promise<void>;
}
