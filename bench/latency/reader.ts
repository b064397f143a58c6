/// <reference lib="dom" />
import { readPattern } from "@framewire/capture";
import type { Page } from "playwright-core";

/** A picture that was seen on the page's canvas. */
export interface Sighting {
  /** When it was captured, as the blocks in it say, in microseconds. */
  readonly captured: number;
  /** When the first animation frame found it on the canvas, in milliseconds on the page's clock. */
  readonly seen: number;
}

/** Size of the part of the picture that the blocks are in, at 4 pixels a block. */
const band = { width: 144, height: 16 };
/** A picture as small as `readPattern` reads it, with that part in its place. */
const whole = { width: 320, height: 180 };

/**
 * Looks at the page's own canvas at each animation frame for some time, and reads the blocks of each new picture.
 * The page only copies them; they are read here, afterwards.
 */
export async function watchCanvas(page: Page, id: string, milliseconds: number): Promise<(Sighting | undefined)[]> {
  const samples = await page.evaluate(
    async ({ id, milliseconds, width, height }) => {
      const canvas = document.querySelector<HTMLCanvasElement>(`[data-id="${id}"] canvas`);
      const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
      if (!canvas || !context) throw new Error(`The page has no canvas of “${id}”.`);
      const seen: { readonly at: number; readonly pixels: string }[] = [];
      const end = performance.now() + milliseconds;
      while (performance.now() < end) {
        await new Promise(requestAnimationFrame);
        const at = performance.timeOrigin + performance.now();
        const cell = canvas.width / 80;
        // Two guard columns stand on each side of 32 columns of blocks, in the middle of a band of 10 rows.
        const from = { left: 22 * cell, top: canvas.height - 7 * cell, width: 36 * cell, height: 4 * cell };
        context.drawImage(canvas, from.left, from.top, from.width, from.height, 0, 0, width, height);
        const { data } = context.getImageData(0, 0, width, height);
        let pixels = "";
        for (let i = 0; i < data.length; i += 4) pixels += String.fromCharCode(data[i + 1] ?? 0);
        if (pixels !== seen.at(-1)?.pixels) seen.push({ at, pixels });
      }
      return seen.map(({ at, pixels }) => ({ at, pixels: btoa(pixels) }));
    },
    { id, milliseconds, ...band },
  );
  return samples.map(({ at, pixels }) => {
    const captured = readBlocks(Buffer.from(pixels, "base64"));
    return captured === undefined ? undefined : { captured, seen: at };
  });
}

/** The capture time in the blocks. */
function readBlocks(greys: Uint8Array): number | undefined {
  const data = new Uint8Array(whole.width * whole.height * 3);
  const left = (whole.width - band.width) / 2;
  const top = whole.height - 28;
  greys.forEach((grey, i) => {
    const at = (top + Math.floor(i / band.width)) * whole.width + left + (i % band.width);
    data.fill(grey, at * 3, at * 3 + 3);
  });
  return readPattern({ format: "RGB", ...whole, sequence: 0, timestamp: 0, data })?.timestamp;
}
