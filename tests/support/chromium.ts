/** Chromium for tests. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Debian's Chromium. Playwright's own would need a download. */
const executablePath = "/usr/bin/chromium";

/** Whether Chromium is missing, which is printed once. */
export const chromiumMissing: boolean = !existsSync(executablePath);
if (chromiumMissing) {
  process.stderr.write("Tests in a browser are skipped: they need chromium (apt-get install chromium).\n");
}

/** Starts Chromium with a fake camera that needs no permission. */
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
