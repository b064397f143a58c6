import type { PatternReading } from "../code/code.ts";
import { drawCode, drawGuards } from "../code/code-drawing.ts";
import type { PatternSettings } from "../options.ts";
import { drawBackground } from "./background.ts";
import type { Canvas } from "./canvas.ts";
import { createPanel } from "./panel.ts";
import { layoutPicture } from "./picture-layout.ts";
import { createSweep } from "./sweep.ts";

/**
 * Draws all that stays once, and makes what draws a picture of a moment: a copy of it in a fresh buffer,
 * with the little that moves drawn over it.
 *
 * @returns a function that gives the RGB bytes of one picture.
 */
export function createPicture({ width, height, fps, name }: PatternSettings): (reading: PatternReading) => Uint8Array {
  const layout = layoutPicture(width, height);
  const still: Canvas = { width, height, data: new Uint8Array(width * height * 3) };
  drawBackground(still, layout);
  const size = `${width} × ${height} · ${Number(fps.toFixed(2))} fps`;
  const panel = createPanel(layout.bars, { name, size });
  panel?.drawStill(still);
  if (layout.code) drawGuards(still, layout.code);
  const drawSweep = createSweep(layout.track);

  return (reading) => {
    const canvas: Canvas = { width, height, data: new Uint8Array(still.data) };
    drawSweep(canvas, reading.timestamp);
    panel?.drawMoving(canvas, reading);
    if (layout.code) drawCode(canvas, layout.code, reading);
    return canvas.data;
  };
}
