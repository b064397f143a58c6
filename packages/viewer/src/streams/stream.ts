import type { EncodedFrame, Source } from "@framewire/media";

/** Whose pictures they are: the page shows `"remote"` ones large and our own (`"local"`) small. */
export type StreamRole = "remote" | "local";

/**
 * How it stands with a stream:
 * - `"live"`: its pictures come (or are about to).
 * - `"waiting"`: it has not begun.
 * - `"lost"`: the peer or the camera went without a word, and may come back.
 * - `"left"`: the peer said goodbye.
 * - `"refused"`: the peer was turned away, or turned us away.
 */
export type StreamState = "live" | "waiting" | "lost" | "left" | "refused";

/** Figures that the page shows beside a stream's name. Each may be left out; other members are passed on as they are. */
export interface StreamStats {
  /** Pictures a second. */
  readonly fps?: number | undefined;
  /** Bits a second on the wire. */
  readonly rateBitsPerSecond?: number | undefined;
  /** Round trip to the peer, in milliseconds. */
  readonly rttMs?: number | undefined;
  /** Age of the pictures from capture to receipt, in milliseconds, over the last seconds. */
  readonly ageMs?: { readonly p50: number; readonly p95: number } | undefined;
  /** Pictures dropped on the way so far. */
  readonly dropped?: number | undefined;
  /** Pictures received so far. */
  readonly received?: number | undefined;
  /** Bytes of these. */
  readonly receivedBytes?: number | undefined;
  /** The level of the newest picture on its sender's ladder; 0 is the best. */
  readonly level?: number | undefined;
}

/** What is added to a viewer. */
export interface StreamOptions {
  /** The stream's name in addresses: 1 to 64 of `A-Z a-z 0-9 _ -`. */
  readonly id: string;
  /** The stream's name for people. */
  readonly name: string;
  readonly role: StreamRole;
  /** `"live"` unless told. */
  readonly state?: StreamState | undefined;
  /**
   * Pictures in one of the viewer's codecs, with timestamps on this machine's `now()` clock of `@framewire/media`.
   * Opened when the first reader comes, closed after the last has left, and opened anew when one comes again.
   */
  readonly frames: Source<EncodedFrame>;
  /**
   * Told when a frame has been written to an HTTP reader, all of it: the same object that `frames` gave, once for
   * each reader, unless it had to be converted. For measuring how long it took. What pages show they measure themselves.
   */
  readonly onShown?: ((frame: EncodedFrame) => void) | undefined;
}

/** What changes about a stream. What is left out stays as it is. */
export interface StreamUpdate {
  readonly state?: StreamState | undefined;
  /** One sentence for people. It belongs to the state: a new state without a message clears it. */
  readonly message?: string | undefined;
  /** Replaces the figures as a whole; must be serialisable as JSON. */
  readonly stats?: StreamStats | undefined;
}

/** The handle of a stream that was added. It does nothing once the stream is removed, replaced or its viewer closed. */
export interface ViewerStream {
  readonly id: string;
  /** Changes what the page says. */
  update(update: StreamUpdate): void;
  /** Takes the stream off the page and ends its responses. */
  remove(): void;
}
