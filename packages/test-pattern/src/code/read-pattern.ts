/** The reader of the code. */
import { bytesPerPixel, type VideoFrame } from "@framewire/media";
import { codeBits, decodeReading, type PatternReading } from "./code.ts";
import { type CodeLayout, codeLayoutsIn, guardColumns } from "./code-layout.ts";

export type { PatternReading } from "./code.ts";

/** Smallest difference between light and dark guard cells, of 255. A fainter code is ignored. */
const minContrast = 64;

/**
 * Reads the sequence number and the capture time from a frame of `pattern`, in any pixel format: in the original size or
 * scaled in proportion, down to 2.5 pixels per cell of the code, and after lossy coding (JPEG down to quality 30).
 *
 * @returns the numbers; `undefined` where there is no code, it is too damaged, or its checksum (CRC-32) does not match.
 */
export function readPattern(frame: VideoFrame): PatternReading | undefined {
  if (frame.data.length < frame.width * frame.height * bytesPerPixel[frame.format]) return undefined;
  for (const layout of codeLayoutsIn(frame.width, frame.height)) {
    const reading = readAt(frame, layout);
    if (reading) return reading;
  }
  return undefined;
}

function readAt(frame: VideoFrame, layout: CodeLayout): PatternReading | undefined {
  const threshold = guardThreshold(frame, layout);
  if (threshold === undefined) return undefined;
  const bytes = new Uint8Array(codeBits / 8);
  for (let bit = 0; bit < codeBits; bit++) {
    const column = guardColumns + (bit % layout.columns);
    const row = Math.floor(bit / layout.columns);
    if (brightness(frame, layout, column, row) > threshold) {
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
    }
  }
  return decodeReading(bytes);
}

/** Returns the mean of the light and the dark guard cells, or `undefined` where their contrast is too small. */
function guardThreshold(frame: VideoFrame, layout: CodeLayout): number | undefined {
  const last = layout.columns + 2 * guardColumns - 1;
  let darkestLight = 255;
  let lightestDark = 0;
  for (let row = 0; row < layout.rows; row++) {
    for (const column of [0, last]) darkestLight = Math.min(darkestLight, brightness(frame, layout, column, row));
    for (const column of [1, last - 1]) lightestDark = Math.max(lightestDark, brightness(frame, layout, column, row));
  }
  return darkestLight - lightestDark >= minContrast ? (darkestLight + lightestDark) / 2 : undefined;
}

/** Returns the mean brightness in the middle of a cell, 0 to 255. */
function brightness(frame: VideoFrame, layout: CodeLayout, column: number, row: number): number {
  const { cell } = layout;
  const left = layout.left + (column + 0.25) * cell;
  const top = layout.top + (row + 0.25) * cell;
  const samples = Math.max(2, Math.min(8, Math.round(cell / 2)));
  const step = cell / 2 / samples;
  let sum = 0;
  for (let y = 0; y < samples; y++) {
    for (let x = 0; x < samples; x++) {
      sum += pixel(frame, Math.floor(left + (x + 0.5) * step), Math.floor(top + (y + 0.5) * step));
    }
  }
  return sum / (samples * samples);
}

/** Returns the brightness of a pixel, 0 to 255, independent of the order of red and blue; 0 outside the frame. */
function pixel({ format, width, height, data }: VideoFrame, x: number, y: number): number {
  if (x < 0 || y < 0 || x >= width || y >= height) return 0;
  const at = (y * width + x) * bytesPerPixel[format];
  return ((data[at] ?? 0) + 2 * (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 4;
}
