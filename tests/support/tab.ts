/** Pages that record their errors and requests. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** A page that records its requests and its errors. */
export interface Tab {
  readonly page: Page;
  /** Errors and warnings on its console, and uncaught errors. */
  readonly complaints: string[];
  /** URLs that it requested; those of WebSockets with `http` for `ws`. */
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
