/** The static background. */
import { type Canvas, type Colour, fill, type Rect } from "./canvas.ts";
import type { FrameLayout } from "./frame-layout.ts";
import * as palette from "./palette.ts";

/** Draws the static parts: the bars, and the patches beside the code. */
export function drawBackground(canvas: Canvas, { bars, reversedBars, bottom, code }: FrameLayout): void {
  fill(canvas, { left: 0, top: 0, width: canvas.width, height: canvas.height }, palette.background);
  drawColumns(canvas, bars, palette.bars);
  drawColumns(canvas, reversedBars, palette.reversedBars);
  if (!code) return;
  const flank = Math.floor(code.left - 2 * code.cell);
  if (flank < bottom.height / 2) return;
  drawColumns(canvas, { ...bottom, width: flank }, palette.leftPatches);
  const half = Math.round(flank / 2);
  fill(canvas, { ...bottom, left: canvas.width - flank, width: flank - half }, palette.rightPatch);
  drawColumns(canvas, { ...bottom, left: canvas.width - half, width: half }, palette.blackSteps);
}

/** Divides a rectangle into columns of the given colours. Their widths differ by at most one pixel. */
function drawColumns(canvas: Canvas, rect: Rect, colours: readonly Colour[]): void {
  colours.forEach((colour, index) => {
    const left = rect.left + Math.round((rect.width * index) / colours.length);
    const right = rect.left + Math.round((rect.width * (index + 1)) / colours.length);
    fill(canvas, { ...rect, left, width: right - left }, colour);
  });
}
