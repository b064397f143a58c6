import type { EncodedFrame, Source } from "@framewire/media";
import type { LatencyStages } from "../stats/latency-stages.ts";
import type { Percentiles } from "../stats/percentiles.ts";
import type { ByeCode, CloseInfo } from "../wire/bye.ts";
import type { Hello } from "../wire/hello.ts";

/** One source in several renditions: what a {@link Connection} needs of a `Simulcast`. */
export interface SimulcastSource {
  /** The renditions, the best first. `relativeBytes` are the bytes of a frame relative to the first rendition's. */
  readonly ladder: readonly { readonly relativeBytes: number }[];
  /** Frames for a receiver that decodes `accept`, in the rendition that `level` asks for at each frame. */
  subscribe(accept: readonly string[], options: { readonly level: () => number }): Source<EncodedFrame>;
}

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
   * Sends frames whenever the congestion controller has room for one, until they end or the connection closes. Takes a
   * {@link SimulcastSource} (a `Simulcast` of `@framewire/codec`), whose rendition follows {@link Connection.level}; a
   * source of encoded frames; or an iterable of them. A source is open only while the peer wants frames. One stream at
   * a time. Timestamps are on this machine's `now()` clock of `@framewire/media`.
   *
   * Rejects with the error that the frames throw, and with an `Error` for a frame that the peer would refuse: in a
   * codec that it did not offer, or without a size.
   */
  send(frames: SimulcastSource | Source<EncodedFrame> | AsyncIterable<EncodedFrame>): Promise<void>;
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
export interface FlowStats {
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
  readonly stages: LatencyStages;
}

/** One moment of a connection. */
export interface ConnectionStats {
  /** `acknowledged` is how many of the frames are known to have come. Not each is asked after at once. */
  readonly sent: FlowStats & { readonly acked: number };
  readonly received: FlowStats;
  /** Bytes on their way: of frames that were sent, and not acknowledged. */
  readonly inFlight: number;
  /** How many of those there may be. */
  readonly congestionWindow: number;
  /** What the way to the peer carries, in bits a second; undefined before it is known. */
  readonly bandwidth: number | undefined;
  /** The peer looks at what is sent. */
  readonly remoteDemand: boolean;
  /** Latest round trip, in milliseconds. */
  readonly rttMs: number | undefined;
  /** The peer's clock minus ours, in microseconds. */
  readonly clockOffsetUs: number | undefined;
  /** How much that may be wrong, either way, in microseconds. */
  readonly clockUncertaintyUs: number | undefined;
  /** From capture there to receipt here, in milliseconds, over the last five seconds. */
  readonly ageMs: Percentiles | undefined;
}
