/** Counts the frames of each rendition. */
import type { Codec } from "../codec.ts";
import type { RenditionStats } from "./simulcast.ts";

/** The counts of one codec and level. Encoders count them up. */
export interface RenditionCounts {
  encoded: number;
  dropped: number;
  failed: number;
}

/** The counts of all renditions that have been used. */
export interface RenditionCounter {
  /** The counts of one rendition, created at the first call. */
  of(codec: Codec, level: number): RenditionCounts;
  /** As `Simulcast.stats`. */
  stats(): readonly RenditionStats[];
}

/** Creates a counter with a row for each rendition that is used, in the order of `codecs`. */
export function createRenditionCounter(codecs: readonly Codec[]): RenditionCounter {
  const counts = new Map<Codec, RenditionCounts[]>();
  return {
    of(codec, level) {
      const levels = counts.get(codec) ?? [];
      counts.set(codec, levels);
      levels[level] ??= { encoded: 0, dropped: 0, failed: 0 };
      return levels[level];
    },
    stats: () =>
      codecs.flatMap((codec) =>
        // flatMap skips the levels that were never used.
        (counts.get(codec) ?? []).flatMap((count, level) => [{ codec: codec.name, level, ...count }]),
      ),
  };
}
