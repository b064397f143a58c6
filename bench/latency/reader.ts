/// <reference lib="dom" />
import type { Page } from "playwright-core";
import { band, bandIn, readBlocks } from "../blocks.ts";

/** A picture that was seen on the page's canvas. */
export interface Sighting {
  /** When it was captured, as the blocks in it say, in microseconds. */
  readonly captured: number;
  /** When the first animation frame found it on the canvas, in milliseconds on the page's clock. */
  readonly seen: number;
}

/**
 * Looks at the page's own canvas at each animation frame for some time, and reads the blocks of each new picture.
 * The page only copies them; they are read here, afterwards.
 */
export async function watchCanvas(page: Page, id: string, milliseconds: number): Promise<(Sighting | undefined)[]> {
  const { left, top, width, height } = bandIn({ width: 1, height: 9 / 16 });
  const samples = await page.evaluate(
    async ({ id, milliseconds, width, height, place }) => {
      const canvas = document.querySelector<HTMLCanvasElement>(`[data-id="${id}"] canvas`);
      const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
      if (!canvas || !context) throw new Error(`The page has no canvas of “${id}”.`);
      const seen: { readonly at: number; readonly pixels: string }[] = [];
      const end = performance.now() + milliseconds;
      while (performance.now() < end) {
        await new Promise(requestAnimationFrame);
        const at = performance.timeOrigin + performance.now();
        const [left, top, across, down] = place.map((share) => share * canvas.width) as [
          number,
          number,
          number,
          number,
        ];
        context.drawImage(canvas, left, top, across, down, 0, 0, width, height);
        const { data } = context.getImageData(0, 0, width, height);
        let pixels = "";
        for (let i = 0; i < data.length; i += 4) pixels += String.fromCharCode(data[i + 1] ?? 0);
        if (pixels !== seen.at(-1)?.pixels) seen.push({ at, pixels });
      }
      return seen.map(({ at, pixels }) => ({ at, pixels: btoa(pixels) }));
    },
    { id, milliseconds, ...band, place: [left, top, width, height] },
  );
  return samples.map(({ at, pixels }) => {
    const captured = readBlocks(Buffer.from(pixels, "base64"))?.timestamp;
    return captured === undefined ? undefined : { captured, seen: at };
  });
}
