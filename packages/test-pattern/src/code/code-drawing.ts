/** Drawing of the code. */
import { type Canvas, fill } from "../drawing/canvas.ts";
import { light } from "../drawing/palette.ts";
import { codeBits, encodeReading, type PatternReading } from "./code.ts";
import { type CodeLayout, guardColumns } from "./code-layout.ts";

/** Draws the light guard columns at both ends of the code. The background is dark already. */
export function drawGuards(canvas: Canvas, layout: CodeLayout): void {
  for (let row = 0; row < layout.rows; row++) {
    drawCell(canvas, layout, 0, row);
    drawCell(canvas, layout, layout.columns + 2 * guardColumns - 1, row);
  }
}

/** Draws the light cells of the code, row by row from the upper left. */
export function drawCode(canvas: Canvas, layout: CodeLayout, reading: PatternReading): void {
  const bytes = encodeReading(reading);
  for (let bit = 0; bit < codeBits; bit++) {
    const isLight = ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0;
    if (isLight) drawCell(canvas, layout, guardColumns + (bit % layout.columns), Math.floor(bit / layout.columns));
  }
}

function drawCell(canvas: Canvas, { left, top, cell }: CodeLayout, column: number, row: number): void {
  const x = Math.round(left + column * cell);
  const y = Math.round(top + row * cell);
  fill(
    canvas,
    {
      left: x,
      top: y,
      width: Math.round(left + (column + 1) * cell) - x,
      height: Math.round(top + (row + 1) * cell) - y,
    },
    light,
  );
}
