import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** A page that remembers what it asked for, and what it complained of. */
export interface Tab {
  readonly page: Page;
  /** Errors and warnings on its console, and errors that nobody caught. */
  readonly complaints: string[];
  /** Addresses that it asked for, and its WebSockets, as of `http`. */
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
