import { type PatternReading, readPattern } from "@framewire/test-pattern";

/** Size of the part of a pattern that the blocks are in, at 4 pixels a block: what {@link readBlocks} reads. */
export const band = { width: 144, height: 16 } as const;

/** A picture as small as `readPattern` reads it, with that part in its place. */
const whole = { width: 320, height: 180 } as const;

/** Where that part lies in a pattern of this size, in pixels. For pictures of 16 to 9. */
export function bandIn(picture: { readonly width: number; readonly height: number }): {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
} {
  const cell = picture.width / 80;
  // Two guard columns stand on each side of 32 columns of blocks, in the middle of a band of 10 rows.
  return { left: 22 * cell, top: picture.height - 7 * cell, width: 36 * cell, height: 4 * cell };
}

/** What the blocks say, of the greys of a {@link band}; undefined where they cannot be read. */
export function readBlocks(greys: Uint8Array): PatternReading | undefined {
  const data = new Uint8Array(whole.width * whole.height * 3);
  const { left, top } = bandIn(whole);
  greys.forEach((grey, i) => {
    const at = (top + Math.floor(i / band.width)) * whole.width + left + (i % band.width);
    data.fill(grey, at * 3, at * 3 + 3);
  });
  return readPattern({ format: "RGB", ...whole, sequence: 0, timestamp: 0, data });
}
