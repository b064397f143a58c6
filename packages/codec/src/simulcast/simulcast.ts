/** The interface of a simulcast, and its options. */
import type { EncodedFrame, Logger, SharedSource, SourceDescription } from "@framewire/media";
import type { Rendition } from "../ladder/ladder.ts";

/** One source for many receivers, with each frame encoded at most once per codec and level. */
export interface Simulcast {
  /** The renditions that receivers can choose from, best first. */
  readonly ladder: readonly Rendition[];
  /**
   * The source for a receiver that decodes `accept`, codec names in its order of preference.
   *
   * At level 0, a frame that the source gives in one of these codecs is passed through: the same object. All others are
   * encoded in the first of these codecs that the simulcast has; they carry their `level` and `times.encoded`. A frame that
   * cannot be decoded (JPEG and WebP always can) or encoded here is passed through at any level where it can be, and otherwise skipped. A change of level takes effect between two
   * frames: none is skipped, repeated or reordered. Each subscription has a newest-wins slot, and counts in `dropped`.
   *
   * Throws a `NoCommonCodecError` where the simulcast has none of these codecs. The loop throws it where the source gives
   * frames that can be neither passed through nor decoded, and throws what the source throws.
   */
  subscribe(accept: readonly string[], options?: SubscribeOptions): SharedSource<EncodedFrame>;
  /**
   * The source's description, where it has one. `passthrough` is `false` while a receiver does not decode the source's own
   * codec; a receiver at a lower level does not change it.
   */
  describe?(): SourceDescription;
  /** One row for each codec and level that has been used, in the order of the codecs, best level first. */
  stats(): readonly RenditionStats[];
}

/** Options of `createSimulcast`. */
export interface SimulcastOptions {
  /** Quality at level 0 where `ladder` is not given: a whole number from 1 to 100. Default 80. */
  readonly quality?: number | undefined;
  /** The renditions, best first. Default `ladderFrom(quality)`. */
  readonly ladder?: readonly Rendition[] | undefined;
  /** Logs the first frame that is damaged, and the first that cannot be decoded or encoded. Default: nothing. */
  readonly log?: Logger | undefined;
}

/** Options of {@link Simulcast.subscribe}. */
export interface SubscribeOptions {
  /**
   * Returns the level that the receiver's connection has room for; 0 is the best. Called for each frame of the source. A
   * number beyond the ladder means its last level. Default: always 0.
   */
  readonly level?: () => number;
}

/** Counts of the frames that were encoded in one codec at one level, since the simulcast was created. */
export interface RenditionStats {
  readonly codec: string;
  /** Index into {@link Simulcast.ladder}. */
  readonly level: number;
  /** Frames that were encoded, each once for all receivers. */
  readonly encoded: number;
  /** Frames that a newer one replaced before the encoder was free. */
  readonly dropped: number;
  /** Frames that could not be decoded or encoded, and were passed through or skipped. */
  readonly failed: number;
}
