/** Pixels to draw on: RGB, three bytes per pixel, top row first. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A part of a canvas, in whole pixels. */
export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Fills the part of a rectangle that is inside the canvas. */
export function fill(canvas: Canvas, rect: Rect, [red, green, blue]: Colour): void {
  const left = Math.max(0, rect.left);
  const right = Math.min(canvas.width, rect.left + rect.width);
  const top = Math.max(0, rect.top);
  const bottom = Math.min(canvas.height, rect.top + rect.height);
  if (left >= right || top >= bottom) return;
  const { data } = canvas;
  const start = (top * canvas.width + left) * 3;
  const end = start + (right - left) * 3;
  for (let at = start; at < end; at += 3) {
    data[at] = red;
    data[at + 1] = green;
    data[at + 2] = blue;
  }
  repeatRow(canvas, { left, top, width: right - left, height: bottom - top });
}

/** Copies the first row of a rectangle over its other rows. The rectangle must be inside the canvas. */
export function repeatRow({ width, data }: Canvas, rect: Rect): void {
  const start = (rect.top * width + rect.left) * 3;
  const end = start + rect.width * 3;
  for (let row = 1; row < rect.height; row++) data.copyWithin(start + row * width * 3, start, end);
}

/** Copies a canvas into a larger one. It must fit. */
export function drawCanvas(canvas: Canvas, source: Canvas, left: number, top: number): void {
  const rowBytes = source.width * 3;
  for (let row = 0; row < source.height; row++) {
    const from = row * rowBytes;
    canvas.data.set(source.data.subarray(from, from + rowBytes), ((top + row) * canvas.width + left) * 3);
  }
}

/** Interpolates between two colours; `ratio` is 0 to 1. */
export function mix(from: Colour, to: Colour, ratio: number): Colour {
  const channel = (index: 0 | 1 | 2): number => Math.round(from[index] + (to[index] - from[index]) * ratio);
  return [channel(0), channel(1), channel(2)];
}

/** Sets one pixel. */
export function plot({ width, data }: Canvas, x: number, y: number, [red, green, blue]: Colour): void {
  const at = (y * width + x) * 3;
  data[at] = red;
  data[at + 1] = green;
  data[at + 2] = blue;
}
