/** Ladders: the renditions that a simulcast can encode, best first. */
import { qualityFor, relativeBytes } from "./relative-bytes.ts";

/** One step of a ladder: how frames are encoded for a receiver at its level. */
export interface Rendition {
  /** Quality of the encoder: a whole number from 1 to 100. */
  readonly quality: number;
  /** Factor for width and height: more than 0, at most 1. */
  readonly scale: number;
  /** Estimated bytes of a frame, relative to the first rendition of its ladder. */
  readonly relativeBytes: number;
}

/**
 * The default ladder, from quality 80 at full size down to quality 30 at a quarter of the width and height, where people
 * still recognise the scene: about 76 KB to 3 KB a frame for a street scene at 768x576. Each level has about three quarters of
 * the bytes of the one before. Quality falls first, to 30, then the size.
 */
export const ladder: readonly Rendition[] = [
  { quality: 80, scale: 1, relativeBytes: 1 },
  { quality: 66, scale: 1, relativeBytes: 0.753 },
  { quality: 45, scale: 1, relativeBytes: 0.563 },
  { quality: 30, scale: 1, relativeBytes: 0.436 },
  { quality: 30, scale: 0.875, relativeBytes: 0.33 },
  { quality: 30, scale: 0.75, relativeBytes: 0.256 },
  { quality: 30, scale: 0.625, relativeBytes: 0.192 },
  { quality: 30, scale: 0.53, relativeBytes: 0.144 },
  { quality: 30, scale: 0.45, relativeBytes: 0.11 },
  { quality: 30, scale: 0.375, relativeBytes: 0.082 },
  { quality: 30, scale: 0.3125, relativeBytes: 0.061 },
  { quality: 30, scale: 0.25, relativeBytes: 0.042 },
];

/** The quality at which the size begins to fall in place of the quality. */
const minQuality = 30;

/**
 * Returns a ladder that starts at another quality: the sizes of the {@link ladder}, after qualities in
 * steps of about three quarters of the bytes. Throws a `RangeError` where the quality is not a whole number
 * from 1 to 100.
 */
export function ladderFrom(quality: number): readonly Rendition[] {
  if (!Number.isInteger(quality) || quality < 1 || quality > 100) {
    throw new RangeError(`The quality is ${quality}; give a whole number from 1 to 100.`);
  }
  const qualities = [quality];
  const bytesAtMinQuality = relativeBytes({ quality: minQuality, scale: 1 });
  for (let bytes = 0.75 * relativeBytes({ quality, scale: 1 }); bytes > 1.15 * bytesAtMinQuality; bytes *= 0.75) {
    qualities.push(qualityFor(bytes));
  }
  if (quality > minQuality) qualities.push(minQuality);
  const lowest = Math.min(quality, minQuality);
  const sizes = ladder.filter(({ scale }) => scale < 1).map(({ scale }) => ({ quality: lowest, scale }));
  return withRelativeBytes([...qualities.map((each) => ({ quality: each, scale: 1 })), ...sizes]);
}

/** Adds the estimated `relativeBytes` to a ladder. */
export function withRelativeBytes(steps: readonly Pick<Rendition, "quality" | "scale">[]): readonly Rendition[] {
  const first = steps[0] ? relativeBytes(steps[0]) : 1;
  return steps.map(({ quality, scale }) => ({
    quality,
    scale,
    relativeBytes: Math.round((1000 * relativeBytes({ quality, scale })) / first) / 1000,
  }));
}
