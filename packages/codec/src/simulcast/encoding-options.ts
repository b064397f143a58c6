/** The options of a peer's encoders, as `listen` and `connect` take them. */
import type { Codec } from "../codec.ts";
import type { Rendition } from "../ladder/ladder.ts";

/** How frames are encoded for a peer. */
export interface EncodingOptions {
  /** Codecs, the preferred one first. Default JPEG, then WebP. */
  readonly codecs?: readonly Codec[] | undefined;
  /** Encoder quality at level 0, 1 to 100. Default 80. */
  readonly quality?: number | undefined;
  /**
   * Renditions, best first, of which a peer on a slow path gets a lower one; with a single one, only the frame rate
   * adapts. Ignored where the source is a `Simulcast`, which has its own. Default `ladderFrom(quality)`; `parseLadder`
   * reads a ladder from text.
   */
  readonly ladder?: readonly Rendition[] | undefined;
}
