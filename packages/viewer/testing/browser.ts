/// <reference lib="dom" />
import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { until } from "./until.ts";

const executablePath = "/usr/bin/chromium";

/** There is no browser to test with. */
export const missing: boolean = !existsSync(executablePath);
if (missing)
  process.stderr.write("The page is not tested in a browser: it needs chromium (apt-get install chromium).\n");

/** A browser that asks nobody for anything, with a camera that shows a test pattern. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
    ],
  });
}

/** A page that remembers what it asked for, and what it complained of. */
export interface Tab {
  readonly page: Page;
  /** Errors and warnings on its console, and errors that nobody caught. */
  readonly complaints: string[];
  /** Addresses that it asked for, and its WebSockets. */
  readonly requests: string[];
}

/** Opens an empty page in a context of its own. */
export async function openTab(browser: Browser, options: BrowserContextOptions = {}): Promise<Tab> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  context.on("request", (request) => requests.push(request.url()));
  page.on("websocket", (socket) => requests.push(socket.url().replace(/^ws/, "http")));
  return { page, complaints, requests };
}

/** The number in the picture of a stream, read back from the page's own canvas; -1 without one. */
export function numberOn(page: Page, id: string): Promise<number> {
  return page.evaluate((id) => {
    const canvas = document.querySelector<HTMLCanvasElement>(`[data-id="${id}"] canvas`);
    if (!canvas || canvas.width < 256) return -1;
    const context = new OffscreenCanvas(256, 144).getContext("2d");
    context?.drawImage(canvas, 0, 0);
    const row = context?.getImageData(0, 16, 256, 1).data ?? [];
    const blocks = Array.from({ length: 8 }, (_, index) => row[(index * 32 + 16) * 4] ?? 128);
    if (blocks.some((value) => value > 60 && value < 195)) return -1;
    return blocks.reduce((number, value) => number * 2 + (value > 128 ? 1 : 0), 0);
  }, id);
}

/** Waits until so many different pictures of a stream were on the page's canvas, and gives them in order. */
export async function numbersOn(page: Page, id: string, count: number): Promise<number[]> {
  const seen: number[] = [];
  await until(async () => {
    const number = await numberOn(page, id);
    if (number >= 0 && number !== seen.at(-1)) seen.push(number);
    return seen.length >= count;
  });
  return seen;
}

/** Waits until a stream's pictures are seen live. */
export async function seesLive(page: Page, ...ids: string[]): Promise<void> {
  for (const id of ids) {
    await page.locator(`[data-id="${id}"][data-picture="live"]`).waitFor();
    await numbersOn(page, id, 2);
  }
}

/** Makes the page believe that it is in a tab in the background, or in front again. */
export function setHidden(page: Page, hidden: boolean): Promise<void> {
  return page.evaluate((value) => {
    Object.defineProperty(document, "hidden", { value, configurable: true });
    Object.defineProperty(document, "visibilityState", { value: value ? "hidden" : "visible", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
}
