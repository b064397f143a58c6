import { qualityFor, relativeBytes } from "./relative-bytes.ts";

/** One step of a ladder: how a picture is written for a receiver whose link has room for so much. */
export interface Rendition {
  /** Of the encoder: a whole number from 1 to 100. */
  readonly quality: number;
  /** Of both sides of the picture: more than 0, at most 1. */
  readonly scale: number;
  /** About how many bytes a picture takes at this level, beside those at the first one. */
  readonly relativeBytes: number;
}

/**
 * The levels from quality 80 down to a picture of a quarter of the width and height, which still says what
 * happens: about 76 KB to 3 KB a picture of a street at 768x576. Each takes about three quarters of the bytes
 * of the one before. First the quality falls, to 30, then the size. `pnpm bench ladder` measures it.
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

/** Where the quality stops and the size begins to fall. */
const leastQuality = 30;

/**
 * The {@link ladder} for another quality at the top: the same sizes, and in front of them as many qualities as
 * it takes to come down in steps of about three quarters of the bytes. Throws a `RangeError` when the quality
 * is no whole number from 1 to 100.
 */
export function ladderFrom(quality: number): readonly Rendition[] {
  if (!Number.isInteger(quality) || quality < 1 || quality > 100) {
    throw new RangeError(`The quality is ${quality}; give a whole number from 1 to 100.`);
  }
  const qualities = [quality];
  const least = relativeBytes({ quality: leastQuality, scale: 1 });
  for (let share = 0.75 * relativeBytes({ quality, scale: 1 }); share > 1.15 * least; share *= 0.75) {
    qualities.push(qualityFor(share));
  }
  if (quality > leastQuality) qualities.push(leastQuality);
  const lowest = Math.min(quality, leastQuality);
  const sizes = ladder.filter(({ scale }) => scale < 1).map(({ scale }) => ({ quality: lowest, scale }));
  return withRelativeBytes([...qualities.map((each) => ({ quality: each, scale: 1 })), ...sizes]);
}

/** Levels with estimates of their shares, which were measured on the pictures of a street. */
export function withRelativeBytes(levels: readonly Pick<Rendition, "quality" | "scale">[]): readonly Rendition[] {
  const first = levels[0] ? relativeBytes(levels[0]) : 1;
  return levels.map(({ quality, scale }) => ({
    quality,
    scale,
    relativeBytes: Math.round((1000 * relativeBytes({ quality, scale })) / first) / 1000,
  }));
}
