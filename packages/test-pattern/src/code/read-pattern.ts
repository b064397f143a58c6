import { bytesPerPixel, type VideoFrame } from "@framewire/media";
import { codeBits, decodeReading, type PatternReading } from "./code.ts";
import { type CodeLayout, codeLayoutsIn, guardColumns } from "./code-layout.ts";

export type { PatternReading } from "./code.ts";

/** Least difference between light and dark guard cells, of 255: a fainter code is not there. */
const minContrast = 64;

/**
 * Reads the sequence number and the capture time out of a picture that `pattern` drew, at its own
 * size or scaled in proportion (to half and further, as long as a cell of the code keeps 2.5 pixels), in
 * any pixel format, and after lossy coding (JPEG at quality 30).
 *
 * @returns the numbers that were drawn; `undefined` when there is no code, when it is too damaged to
 * be read or when its checksum (CRC-32) does not fit.
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

/** Half-way between the light and the dark guard cells; `undefined` when they are not what they should be. */
function guardThreshold(frame: VideoFrame, layout: CodeLayout): number | undefined {
  const last = layout.columns + 2 * guardColumns - 1;
  let leastLight = 255;
  let mostDark = 0;
  for (let row = 0; row < layout.rows; row++) {
    for (const column of [0, last]) leastLight = Math.min(leastLight, brightness(frame, layout, column, row));
    for (const column of [1, last - 1]) mostDark = Math.max(mostDark, brightness(frame, layout, column, row));
  }
  return leastLight - mostDark >= minContrast ? (leastLight + mostDark) / 2 : undefined;
}

/** Mean of the middle of a cell, 0 to 255. */
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

/** Brightness of a pixel, 0 to 255, the same for either order of the channels; 0 outside the picture. */
function pixel({ format, width, height, data }: VideoFrame, x: number, y: number): number {
  if (x < 0 || y < 0 || x >= width || y >= height) return 0;
  const at = (y * width + x) * bytesPerPixel[format];
  return ((data[at] ?? 0) + 2 * (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 4;
}
