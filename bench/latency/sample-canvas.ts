/// <reference lib="dom" />
/** Reads the capture time of each frame from the canvas of a page. */
import type { Page } from "playwright-core";
import { blocksArea, blocksSize, readBlocks } from "./blocks.ts";

/** A frame on the page's canvas. */
export interface Sighting {
  /** The capture time in the frame, in microseconds of the sender's clock. */
  readonly captured: number;
  /** The first animation frame with it on the canvas, in milliseconds of the page's clock. */
  readonly seen: number;
}

/**
 * Copies the blocks from the canvas at each animation frame, and reads them afterwards. An element is undefined where the
 * blocks are unreadable.
 */
export async function sampleCanvas(page: Page, id: string, milliseconds: number): Promise<(Sighting | undefined)[]> {
  const samples = await page.evaluate(
    async ({ id, milliseconds, size, area }) => {
      const canvas = document.querySelector<HTMLCanvasElement>(`[data-id="${id}"] canvas`);
      const copy = new OffscreenCanvas(size.width, size.height).getContext("2d", { willReadFrequently: true });
      if (!canvas || !copy) throw new Error(`The page has no canvas of the stream ${id}.`);
      const seen: { readonly at: number; readonly pixels: string }[] = [];
      const end = performance.now() + milliseconds;
      while (performance.now() < end) {
        await new Promise(requestAnimationFrame);
        const at = performance.timeOrigin + performance.now();
        const w = canvas.width;
        copy.drawImage(
          canvas,
          ...([area.left * w, area.top * w, area.width * w, area.height * w] as const),
          ...([0, 0, size.width, size.height] as const),
        );
        const { data } = copy.getImageData(0, 0, size.width, size.height);
        let pixels = "";
        for (let i = 0; i < data.length; i += 4) pixels += String.fromCharCode(data[i + 1] ?? 0);
        if (pixels !== seen.at(-1)?.pixels) seen.push({ at, pixels });
      }
      return seen.map(({ at, pixels }) => ({ at, pixels: btoa(pixels) }));
    },
    { id, milliseconds, size: blocksSize, area: blocksArea(1) },
  );
  return samples.map(({ at, pixels }) => {
    const captured = readBlocks(Buffer.from(pixels, "base64"))?.timestamp;
    return captured === undefined ? undefined : { captured, seen: at };
  });
}
