import type { EncodedFrame } from "@framewire/media";
import type { ByeCode, CloseInfo } from "../wire/bye.ts";
import type { Hello } from "../wire/hello.ts";
import type { Distribution } from "./meters.ts";

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
   * time (`share` of `@framewire/media` serves several). Ends with the connection, however that ends.
   */
  readonly frames: AsyncIterable<EncodedFrame>;
  /**
   * Sends the newest of these frames whenever there is room for one on the way, until they end or the
   * connection closes. One stream at a time. Rejects with the error that the frames throw, and at a frame
   * that the peer would refuse: in a codec that it did not offer, or without a size. Frames that need the
   * connection's signal to end get it from {@link Connection.signal}.
   */
  send(frames: AsyncIterable<EncodedFrame>): Promise<void>;
  /** Counters and gauges, as of now. */
  stats(): ConnectionStats;
  /** Aborts when the connection closes, at the first sign of it. */
  readonly signal: AbortSignal;
  /** How it ended, once everything is released. Never rejects. */
  readonly closed: Promise<CloseInfo>;
  /** Says bye (`left` unless told otherwise), and waits at most a second or two until both sides are done. Idempotent. */
  close(bye?: { readonly code?: ByeCode; readonly message?: string }): Promise<void>;
}

/** One moment of a connection. */
export interface ConnectionStats {
  readonly sent: {
    readonly frames: number;
    readonly bytes: number;
    /** Frames left out on this side: replaced by a newer one while the window was full, or too large for the peer. */
    readonly dropped: number;
    /** Frames a second, over the last two. */
    readonly fps: number;
    /** Bits a second, over the last two. */
    readonly bitrate: number;
  };
  readonly received: {
    readonly frames: number;
    readonly bytes: number;
    /** Frames that came and were replaced by a newer one before the reader took them. */
    readonly dropped: number;
    readonly fps: number;
    readonly bitrate: number;
  };
  /** Frames on their way: sent, and not acknowledged. */
  readonly inFlight: number;
  /** How many of those there may be. */
  readonly window: number;
  /** Latest round trip, in milliseconds. */
  readonly rttMs: number | undefined;
  /** The peer's clock minus ours, in microseconds. */
  readonly clockOffset: number | undefined;
  /** From capture there to receipt here, in milliseconds, over the last five seconds. */
  readonly ageMs: Distribution | undefined;
}
