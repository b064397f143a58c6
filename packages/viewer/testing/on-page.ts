/// <reference lib="dom" />
import type { Page } from "playwright-core";
import { until } from "test-support/until";

/** The number that a stream's canvas shows; -1 without one. Runs in the page. */
export function readNumber(id: string): number {
  const canvas = document.querySelector<HTMLCanvasElement>(`[data-id="${id}"] canvas`);
  if (!canvas || canvas.width < 256) return -1;
  const context = new OffscreenCanvas(256, 144).getContext("2d");
  context?.drawImage(canvas, 0, 0);
  const row = context?.getImageData(0, 16, 256, 1).data ?? [];
  const blocks = Array.from({ length: 8 }, (_, index) => row[(index * 32 + 16) * 4] ?? 128);
  if (blocks.some((value) => value > 60 && value < 195)) return -1;
  return blocks.reduce((number, value) => number * 2 + (value > 128 ? 1 : 0), 0);
}

/** The number that {@link readNumber} reads on a page. */
export function numberOn(page: Page, id: string): Promise<number> {
  return page.evaluate(readNumber, id);
}

/** Waits until `count` different frames of a stream were on its canvas, and returns their numbers in order. */
export async function numbersOn(page: Page, id: string, count: number): Promise<number[]> {
  const seen: number[] = [];
  await until(async () => {
    const number = await numberOn(page, id);
    if (number >= 0 && number !== seen.at(-1)) seen.push(number);
    return seen.length >= count;
  });
  return seen;
}

/** Waits until the page shows these streams live. */
export async function waitForLive(page: Page, ...ids: string[]): Promise<void> {
  for (const id of ids) {
    await page.locator(`[data-id="${id}"][data-picture="live"]`).waitFor();
    await numbersOn(page, id, 2);
  }
}

/** Makes the page believe that its tab is in the background, or in front again. */
export function setHidden(page: Page, hidden: boolean): Promise<void> {
  return page.evaluate((value) => {
    Object.defineProperty(document, "hidden", { value, configurable: true });
    Object.defineProperty(document, "visibilityState", { value: value ? "hidden" : "visible", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
}
