/** Adapts a level of the ladder to the quality of a camera's own JPEGs. */
import type { Rendition } from "./ladder.ts";
import { qualityFor, relativeBytes, scaleFor } from "./relative-bytes.ts";

/**
 * Returns the quality and scale at which `wanted` has its `relativeBytes` below a camera's JPEGs of `sourceQuality`, which
 * are passed through at level 0. So each level is smaller than the one above it, whatever the camera's quality is, by the
 * factor that the sender's congestion control expects. Where the quality would fall below 20, the scale falls further
 * instead.
 */
export function resolveLevel(
  sourceQuality: number,
  first: Rendition,
  wanted: Rendition,
): { readonly quality: number; readonly scale: number } {
  const bytes = (relativeBytes(wanted) / relativeBytes(first)) * relativeBytes({ quality: sourceQuality, scale: 1 });
  const quality = qualityFor(bytes / relativeBytes({ quality: 80, scale: wanted.scale }));
  const minQuality = Math.min(smallerBelow, wanted.quality);
  if (quality >= minQuality) return { quality, scale: wanted.scale };
  const scale = scaleFor(bytes / relativeBytes({ quality: minQuality, scale: 1 }));
  return { quality: minQuality, scale: Math.min(wanted.scale, scale) };
}

/** Below this quality, a smaller size loses less than a lower quality. */
const smallerBelow = 20;
