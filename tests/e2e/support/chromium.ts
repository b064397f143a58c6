/// <reference lib="dom" />

import type { VideoFrame } from "@framewire/media";
import { readPattern } from "@framewire/test-pattern";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { openTab as openEmptyTab } from "test-support/tab";
import { until } from "./wait.ts";

/** A page that remembers what it complained of, and whom it asked. */
export interface Tab {
  readonly page: Page;
  /** Errors and warnings on its console, and errors that nobody caught. */
  readonly complaints: readonly string[];
  /** Where it asked for something: its own origin alone, if all is well. What a page has in itself is its own. */
  readonly asked: ReadonlySet<string>;
}

/** Opens a page in a context of its own. */
export async function openTab(browser: Browser, url: string, options?: BrowserContextOptions): Promise<Tab> {
  const { page, complaints, requests } = await openEmptyTab(browser, options);
  await page.goto(url);
  return {
    page,
    complaints,
    get asked() {
      return new Set(requests.map((request) => new URL(request).origin));
    },
  };
}

const size = { width: 320, height: 180 };

/** What is on a stream's own canvas, made 320 by 180 pixels. */
export async function pictureOn(page: Page, id: string): Promise<VideoFrame | undefined> {
  const pixels = await page.evaluate(
    ({ id, width, height }) => {
      const canvas = document.querySelector<HTMLCanvasElement>(`[data-id="${id}"] canvas`);
      const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
      if (!canvas || !context) return undefined;
      context.drawImage(canvas, 0, 0, width, height);
      const { data } = context.getImageData(0, 0, width, height);
      return btoa(Array.from(data, (value) => String.fromCharCode(value)).join(""));
    },
    { id, ...size },
  );
  if (pixels === undefined) return undefined;
  return { format: "RGBA", ...size, sequence: 0, timestamp: 0, data: Buffer.from(pixels, "base64") };
}

/** Waits until two different pictures of the pattern were on a stream's canvas, and gives when the later was captured. */
export async function seesPattern(page: Page, id: string): Promise<number> {
  const seen = new Map<number, number>();
  return until(
    async () => {
      const picture = await pictureOn(page, id);
      const reading = picture && readPattern(picture);
      if (reading) seen.set(reading.sequence, reading.timestamp);
      return seen.size >= 2 ? reading?.timestamp : undefined;
    },
    { within: 10_000, describe: () => `The pattern of “${id}” is not seen live on ${page.url()}.` },
  );
}

/** Shares this browser's camera, in its smallest size. */
export async function shareCamera(page: Page): Promise<void> {
  await page.keyboard.press("c");
  const dialog = page.getByRole("dialog", { name: "Share your camera" });
  await dialog.getByLabel("Size").selectOption("640 × 360");
  await dialog.getByText(/640×360/).waitFor();
  await dialog.getByRole("button", { name: "Share" }).click();
  await dialog.waitFor({ state: "hidden" });
}

/** Takes the camera back. */
export async function stopSharing(page: Page): Promise<void> {
  await page.keyboard.press("c");
  const dialog = page.getByRole("dialog", { name: "Share your camera" });
  await dialog.getByRole("button", { name: "Stop sharing" }).click();
  await dialog.getByRole("button", { name: "Close" }).click();
}
