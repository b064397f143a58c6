/** A stream as the viewer's owner adds, updates and removes it. */

import type { EncodedFrame, Source } from "@framewire/media";
import type { QualityLimitationReason } from "@framewire/protocol";

/** The handle of an added stream. It does nothing once the stream is removed or replaced, or its viewer is closed. */
export interface ViewerStream {
  readonly id: string;
  /** Changes what the page says about the stream. */
  update(update: StreamUpdate): void;
  /** Removes the stream from the page and ends its responses. */
  remove(): void;
}

/** A stream to add to a viewer. */
export interface ViewerStreamOptions {
  /** The stream's name in addresses: 1 to 64 of `A-Z a-z 0-9 _ -`. */
  readonly id: string;
  /** The stream's name for people. */
  readonly name: string;
  readonly role: StreamRole;
  /** Default `"live"`. */
  readonly state?: StreamState | undefined;
  /**
   * Frames in one of the viewer's codecs, with timestamps on this machine's `now()` clock of `@framewire/media`. The
   * viewer opens it once for all readers: from the first reader until the last. Its description is read for each state
   * that pages receive.
   */
  readonly frames: Source<EncodedFrame>;
  /**
   * Opens `frames` at once and reads them even while there is no reader, until they end or the stream is removed.
   * Default false.
   */
  readonly keepOpen?: boolean | undefined;
  /**
   * Called when a frame has been written completely to an HTTP reader, once for each reader, to measure its latency. It
   * receives the object that `frames` yielded, unless the frame was converted. Pages measure their own latency.
   */
  readonly onShown?: ((frame: EncodedFrame) => void) | undefined;
  /** Called when a page disconnects the stream's peer. Without it, pages have no button for that. */
  readonly onDisconnect?: (() => void) | undefined;
}

/** Changes to a stream. A member that is left out stays as it is. */
export interface StreamUpdate {
  readonly state?: StreamState | undefined;
  /** One sentence for people. It belongs to the state: a new state without a message clears it. */
  readonly message?: string | undefined;
  /** Replaces all figures; must be serialisable as JSON. */
  readonly stats?: StreamStats | undefined;
}

/** Whose frames a stream has: the page shows `"remote"` ones large and this side's own (`"local"`) small. */
export type StreamRole = "remote" | "local";

/**
 * The state of a stream:
 * - `"live"`: its frames arrive, or are about to.
 * - `"waiting"`: it has not begun.
 * - `"none"`: it has no frames on purpose, as with `--source none`. The viewer sets it while the source describes itself
 *   as `empty`.
 * - `"lost"`: the connection to the peer or the camera broke; it may return.
 * - `"left"`: the peer said bye.
 * - `"refused"`: one of the two sides refused the other.
 */
export type StreamState = "live" | "none" | "waiting" | "lost" | "left" | "refused";

/** Figures that the page shows beside a stream's name. Each may be absent; other members pass through to `/streams`. */
export interface StreamStats {
  /** Frames per second. */
  readonly fps?: number | undefined;
  /** Bits per second on the wire. */
  readonly rateBitsPerSecond?: number | undefined;
  /** Round trip to the peer, in milliseconds. */
  readonly rttMs?: number | undefined;
  /** Age of the frames from capture to arrival, in milliseconds, over the last seconds. */
  readonly ageMs?: { readonly p50: number; readonly p95: number } | undefined;
  /** Frames dropped before they reached the viewer, so far. */
  readonly dropped?: number | undefined;
  /** Frames received so far. */
  readonly received?: number | undefined;
  /** Bytes of the received frames. */
  readonly receivedBytes?: number | undefined;
  /** Level of the newest frame on its sender's ladder; 0 is the best. */
  readonly level?: number | undefined;
  /** What limits the quality or the age of the frames, as W3C's WebRTC statistics name it. */
  readonly qualityLimitationReason?: QualityLimitationReason | undefined;
}
