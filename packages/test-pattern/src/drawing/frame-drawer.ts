/** Drawing of whole frames. */
import type { PatternReading } from "../code/code.ts";
import { drawCode, drawGuards } from "../code/code-drawing.ts";
import type { PatternSettings } from "../options.ts";
import { drawBackground } from "./background.ts";
import type { Canvas } from "./canvas.ts";
import { layoutFrame } from "./frame-layout.ts";
import { createPanel } from "./panel.ts";
import { createSweep } from "./sweep.ts";

/**
 * Draws the static parts once. Each frame is a copy of them in a buffer of its own, with the moving parts on top.
 *
 * @returns a function that draws one frame and returns its RGB bytes.
 */
export function createFrameDrawer({
  width,
  height,
  fps,
  name,
}: PatternSettings): (reading: PatternReading) => Uint8Array {
  const layout = layoutFrame(width, height);
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
