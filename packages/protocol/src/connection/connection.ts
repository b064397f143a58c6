import type { EncodedFrame, Source } from "@framewire/media";
import type { StageDurations } from "../stats/latency-stages.ts";
import type { Distribution } from "../stats/percentiles.ts";
import type { ByeCode, CloseInfo } from "../wire/bye.ts";
import type { Hello } from "../wire/hello.ts";

/** An open conversation with a peer: frames both ways, until a bye. */
export interface Connection extends AsyncDisposable {
  /** What the peer said of itself. */
  readonly remote: Hello;
  /** Where the peer is, for people. */
  readonly remoteAddress: string;
  /** The codec that both sides computed for each direction; undefined where they have none in common. */
  readonly codecs: { readonly send: string | undefined; readonly receive: string | undefined };
  /**
   * The peer's frames, the newest at each `next()`; `timestamp` is on the peer's clock. One reader at a
   * time (`share` of `@framewire/media` serves several). Ends with the connection, however that ends. While
   * nobody reads, the peer is told so, and sends nothing; where it can, it stops its camera.
   */
  readonly frames: AsyncIterable<EncodedFrame>;
  /**
   * Sends the newest of these frames whenever there is room for one on the way, until they end or the
   * connection closes. A source is open only while the peer looks; of other frames none is asked for
   * meanwhile. One stream at a time. Rejects with the error that the frames throw, and at a frame
   * that the peer would refuse: in a codec that it did not offer, or without a size.
   *
   * `levels` are the bytes of each level of the frames' ladder, relative to the first: `[1, 0.7, 0.5]`. The
   * frames should be of the level that {@link Connection.level} says, and carry it. Default: one level.
   *
   * The frames' timestamps are on this machine's `now()` clock of `@framewire/media`.
   */
  send(
    frames: AsyncIterable<EncodedFrame> | Source<EncodedFrame>,
    options?: { readonly levels?: readonly number[] },
  ): Promise<void>;
  /** The best level of what is sent that the way to the peer has room for; 0 is the best that there is. */
  readonly level: number;
  /**
   * Tells that a frame which was read here lately is decoded, or shown, now: `stats()` says how long that took. It is
   * known by its sequence number. What comes after `"shown"` is not counted.
   */
  mark(frame: EncodedFrame, stage: "decoded" | "shown"): void;
  /** Counters and gauges, as of now. */
  stats(): ConnectionStats;
  /** Aborts when the connection closes, at the first sign of it. */
  readonly signal: AbortSignal;
  /** How it ended, once everything is released. Never rejects. */
  readonly closed: Promise<CloseInfo>;
  /** Says bye (`left` unless told otherwise), and waits at most a second or two until both sides are done. Idempotent. */
  close(bye?: { readonly code?: ByeCode; readonly message?: string }): Promise<void>;
}

/** Frames one way. */
export interface Flow {
  readonly frames: number;
  readonly bytes: number;
  /**
   * Of what is sent: frames left out on this side, replaced by a newer one while there was no room, or too large for
   * the peer. Of what is received: frames that came and were replaced by a newer one before the reader took them.
   */
  readonly dropped: number;
  /** Frames a second, over the last two. */
  readonly fps: number;
  /** Bits a second, over the last two. */
  readonly bitrate: number;
  /** The level of the latest frame; 0 is the best. */
  readonly level: number;
  /** How long the frames were in each stage, over the last five seconds. */
  readonly stages: StageDurations;
}

/** One moment of a connection. */
export interface ConnectionStats {
  /** `acknowledged` is how many of the frames are known to have come. Not each is asked after at once. */
  readonly sent: Flow & { readonly acknowledged: number };
  readonly received: Flow;
  /** Bytes on their way: of frames that were sent, and not acknowledged. */
  readonly inFlight: number;
  /** How many of those there may be. */
  readonly window: number;
  /** What the way to the peer carries, in bits a second; undefined before it is known. */
  readonly capacity: number | undefined;
  /** The peer looks at what is sent. */
  readonly watched: boolean;
  /** Latest round trip, in milliseconds. */
  readonly rttMs: number | undefined;
  /** The peer's clock minus ours, in microseconds. */
  readonly clockOffset: number | undefined;
  /** How much that may be wrong, either way, in microseconds. */
  readonly clockUncertainty: number | undefined;
  /** From capture there to receipt here, in milliseconds, over the last five seconds. */
  readonly ageMs: Distribution | undefined;
}
