/** The light that moves across the frame. */
import { type Canvas, mix, plot, type Rect, repeatRow } from "./canvas.ts";
import { background, faint, light } from "./palette.ts";

/** Duration of one pass of the light across the frame, in microseconds. */
const period = 4_000_000;

/** Largest number of marks along the track. */
const maxMarks = 32;

/**
 * Returns a function that draws a light, with a tail, that moves from left to right at a constant speed. Its position depends
 * on the time alone, so a late or missing frame is visible as a jump.
 */
export function createSweep(track: Rect): (canvas: Canvas, timestamp: number) => void {
  const { width } = track;
  const head = Math.max(2, Math.round(width / 160));
  const tail = Math.round(width / 6);
  const row = { left: track.left, top: track.top, width, height: 1 };
  const markWidth = Math.max(1, Math.round(width / 1280));
  const marks = Math.min(maxMarks, Math.floor(width / 10));
  const isMark = Uint8Array.from({ length: width }, (_, x) =>
    Number(x >= markWidth && (x * marks) % width < marks * markWidth),
  );

  return (canvas, timestamp) => {
    const front = ((timestamp % period) / period) * width;
    for (let x = 0; x < width; x++) {
      const behind = (front - x + width) % width;
      const under = isMark[x] ? faint : background;
      plot(canvas, row.left + x, row.top, mix(under, light, brightness(behind, head, tail, width)));
    }
    repeatRow(canvas, track);
  };
}

/** Brightness of a pixel whose left edge is `behind` pixels behind the front, 0 to 1. */
function brightness(behind: number, head: number, tail: number, width: number): number {
  if (behind < 1) return behind;
  if (behind <= head) return 1;
  if (behind > width - 1) return 0;
  const along = (behind - head) / tail;
  return along < 1 ? 0.45 * (1 - along) ** 2 : 0;
}
