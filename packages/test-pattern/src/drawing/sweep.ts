import { type Canvas, mix, plot, type Rect, repeatRow } from "./canvas.ts";
import { background, faint, light } from "./palette.ts";

/** Time in which the light runs across the picture once, in microseconds. */
const period = 4_000_000;

/** Marks along the way, where there is room for them. */
const mostMarks = 32;

/**
 * Makes what draws a light that runs from left to right at an even pace, with a tail behind it. Where it
 * stands comes from the time alone, so that a frame that is late or missing is seen as a jump.
 */
export function createSweep(track: Rect): (canvas: Canvas, timestamp: number) => void {
  const { width } = track;
  const head = Math.max(2, Math.round(width / 160));
  const tail = Math.round(width / 6);
  const row = { left: track.left, top: track.top, width, height: 1 };
  const markWidth = Math.max(1, Math.round(width / 1280));
  const marks = Math.min(mostMarks, Math.floor(width / 10));
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
