import type { Level } from "./ladder.ts";
import { qualityFor, scaleFor, shareOf } from "./relative-bytes.ts";

/** Below this a smaller picture says more than a coarser one. */
const leastQuality = 20;

/**
 * What a level comes to under the untouched JPEGs of a camera, which are of quality `own` by their tables: the
 * quality, and where that would fall too low the scale, whose bytes beside the camera's are the level's share.
 * So the first level below them is smaller than they are, however good or bad they are, and each level is the
 * step that the sender of the frames counts with.
 */
export function levelBelow(
  own: number,
  first: Level,
  wanted: Level,
): { readonly quality: number; readonly scale: number } {
  const share = (shareOf(wanted) / shareOf(first)) * shareOf({ quality: own, scale: 1 });
  const quality = qualityFor(share / shareOf({ quality: 80, scale: wanted.scale }));
  if (quality >= Math.min(leastQuality, wanted.quality)) return { quality, scale: wanted.scale };
  const least = Math.min(leastQuality, wanted.quality);
  return { quality: least, scale: Math.min(wanted.scale, scaleFor(share / shareOf({ quality: least, scale: 1 }))) };
}
