/** The blocks of the test pattern that encode its time: where they are, and how to read them from a canvas. */
import { type PatternReading, readPattern } from "@framewire/test-pattern";

/** Size of the blocks' area at 4 pixels a block, the size that {@link readBlocks} reads. */
export const blocksSize = { width: 144, height: 16 } as const;

/** The smallest frame that `readPattern` reads. */
const smallFrame = { width: 320, height: 180 } as const;

/** The area of the blocks in a 16:9 pattern of this width, in its unit. */
export function blocksArea(width: number): { left: number; top: number; width: number; height: number } {
  const cell = width / 80;
  // 32 columns of blocks with two guard columns on each side, in the middle of the lowest 10 rows.
  return { left: 22 * cell, top: (width * 9) / 16 - 7 * cell, width: 36 * cell, height: 4 * cell };
}

/** Reads the grey values of an area of {@link blocksSize}; undefined where they are unreadable. */
export function readBlocks(greys: Uint8Array): PatternReading | undefined {
  const data = new Uint8Array(smallFrame.width * smallFrame.height * 3);
  const { left, top } = blocksArea(smallFrame.width);
  greys.forEach((grey, i) => {
    const at = (top + Math.floor(i / blocksSize.width)) * smallFrame.width + left + (i % blocksSize.width);
    data.fill(grey, at * 3, at * 3 + 3);
  });
  return readPattern({ format: "RGB", ...smallFrame, sequence: 0, timestamp: 0, data });
}
