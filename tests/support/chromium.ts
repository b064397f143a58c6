import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Debian's; playwright's own would be a download. */
const executablePath = "/usr/bin/chromium";

/** There is no browser to test with; that is printed once. */
export const chromiumMissing: boolean = !existsSync(executablePath);
if (chromiumMissing) {
  process.stderr.write("Nothing is tested in a browser: it needs chromium (apt-get install chromium).\n");
}

/** Starts Chromium, which asks nobody for anything, and has a camera that shows a test pattern. */
export function launchChromium(): Promise<Browser> {
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
