import type { Rendition } from "./ladder.ts";
import { qualityFor, relativeBytes, scaleFor } from "./relative-bytes.ts";

/** Below this a smaller picture says more than a coarser one. */
const leastQuality = 20;

/**
 * What a level comes to under the untouched JPEGs of a camera, which are of quality `own` by their tables: the
 * quality, and where that would fall too low the scale, whose bytes beside the camera's are the level's share.
 * So the first level below them is smaller than they are, however good or bad they are, and each level is the
 * step that the sender of the frames counts with.
 */
export function resolveLevel(
  own: number,
  first: Rendition,
  wanted: Rendition,
): { readonly quality: number; readonly scale: number } {
  const share = (relativeBytes(wanted) / relativeBytes(first)) * relativeBytes({ quality: own, scale: 1 });
  const quality = qualityFor(share / relativeBytes({ quality: 80, scale: wanted.scale }));
  if (quality >= Math.min(leastQuality, wanted.quality)) return { quality, scale: wanted.scale };
  const least = Math.min(leastQuality, wanted.quality);
  return {
    quality: least,
    scale: Math.min(wanted.scale, scaleFor(share / relativeBytes({ quality: least, scale: 1 }))),
  };
}
