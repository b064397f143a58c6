/** Pages in Chromium. */
/// <reference lib="dom" />

import type { VideoFrame } from "@framewire/media";
import { readPattern } from "@framewire/test-pattern";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { openTab as openEmptyTab } from "test-support/tab";
import { until } from "../apps/wait.ts";

/** A page that records its errors and the origins of its requests. */
export interface Tab {
  readonly page: Page;
  /** Errors and warnings on its console, and uncaught errors. */
  readonly complaints: readonly string[];
  /** The origins of its requests. Only its own is expected. */
  readonly origins: ReadonlySet<string>;
}

/** Opens a page in a context of its own. */
export async function openTab(browser: Browser, url: string, options?: BrowserContextOptions): Promise<Tab> {
  const { page, complaints, requests } = await openEmptyTab(browser, options);
  await page.goto(url);
  return {
    page,
    complaints,
    get origins() {
      return new Set(requests.map((request) => new URL(request).origin));
    },
  };
}

const size = { width: 320, height: 180 };

/** Reads the canvas of a stream, scaled to 320 by 180 pixels. */
export async function readCanvas(page: Page, id: string): Promise<VideoFrame | undefined> {
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

/** Waits until two different frames of the pattern were on a stream's canvas. Resolves to the capture time of the later one. */
export async function waitForPattern(page: Page, id: string): Promise<number> {
  const seen = new Map<number, number>();
  return until(
    async () => {
      const frame = await readCanvas(page, id);
      const code = frame && readPattern(frame);
      if (code) seen.set(code.sequence, code.timestamp);
      return seen.size >= 2 ? code?.timestamp : undefined;
    },
    { within: 10_000, describe: () => `The live pattern of “${id}” is not visible on ${page.url()}.` },
  );
}

/** Shares this browser's camera, at its smallest size. */
export async function shareCamera(page: Page): Promise<void> {
  await page.keyboard.press("c");
  const dialog = page.getByRole("dialog", { name: "Share your camera" });
  await dialog.getByLabel("Size").selectOption("640 × 360");
  await dialog.getByText(/640×360/).waitFor();
  await dialog.getByRole("button", { name: "Share" }).click();
  await dialog.waitFor({ state: "hidden" });
}

/** Stops sharing the camera. */
export async function stopSharing(page: Page): Promise<void> {
  await page.keyboard.press("c");
  const dialog = page.getByRole("dialog", { name: "Share your camera" });
  await dialog.getByRole("button", { name: "Stop sharing" }).click();
  await dialog.getByRole("button", { name: "Close" }).click();
}
