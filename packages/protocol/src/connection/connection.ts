/** A connection: frames both ways between two peers. */
import type { EncodedFrame, Source } from "@framewire/media";
import type { ConnectionStats } from "../stats/connection-stats.ts";
import type { ByeCode, CloseInfo } from "../wire/bye.ts";
import type { Hello } from "../wire/hello.ts";

/** An open connection with a peer: frames both ways, until a bye. */
export interface Connection extends AsyncDisposable {
  /** The peer's hello. */
  readonly remote: Hello;
  /** The peer's address, for people. */
  readonly remoteAddress: string;
  /** The codec of each direction, as both sides compute it; undefined where they have none in common. */
  readonly codecs: { readonly send: string | undefined; readonly receive: string | undefined };
  /**
   * The peer's frames, the newest at each `next()`; their `timestamp` is on the peer's clock. One reader at a time (`share`
   * of `@framewire/media` serves several). Ends with the connection, however that ends. Without a reader the peer sends
   * nothing, and closes its camera where it can.
   */
  readonly frames: AsyncIterable<EncodedFrame>;
  /**
   * Sends the newest frame whenever the congestion controller has room for one, until the frames end or the connection
   * closes. Takes a {@link SimulcastSource} (a `Simulcast` of `@framewire/codec`), whose rendition follows
   * {@link Connection.level}; a source of encoded frames; or an iterable of them. A source is open only while the peer wants
   * frames. One stream at a time. Timestamps are on this machine's `now()` clock of `@framewire/media`.
   *
   * Rejects with the error that the frames throw, and with an `InvalidFrameError` for a frame that the peer would refuse: in
   * a codec that is not in its hello, or without a size.
   */
  send(frames: SimulcastSource | Source<EncodedFrame> | AsyncIterable<EncodedFrame>): Promise<void>;
  /** The best level of the ladder that the path to the peer has room for; 0 is the best. */
  readonly level: number;
  /**
   * Reports that a frame which was read from {@link Connection.frames} is decoded, or shown, now. `stats()` has the times.
   * The frame is known by its sequence number. Marks after `"shown"` are ignored.
   */
  mark(frame: EncodedFrame, stage: "decoded" | "shown"): void;
  /** Returns counters and gauges, as of now. */
  stats(): ConnectionStats;
  /** Aborts as soon as the connection starts to close. */
  readonly signal: AbortSignal;
  /** How the connection ended, once everything is released. Never rejects. */
  readonly closed: Promise<CloseInfo>;
  /** Sends a bye (`left` by default), and waits a second or two at most until both sides have closed. Idempotent. */
  close(bye?: { readonly code?: ByeCode; readonly message?: string }): Promise<void>;
}

/** One source in several renditions: what {@link Connection.send} needs of a `Simulcast`. */
export interface SimulcastSource {
  /** The renditions, the best first. `relativeBytes` are the bytes of a frame relative to the first rendition's. */
  readonly ladder: readonly { readonly relativeBytes: number }[];
  /** Returns the frames for a receiver that decodes `accept`, in the rendition that `level` returns for each frame. */
  subscribe(accept: readonly string[], options: { readonly level: () => number }): Source<EncodedFrame>;
}
