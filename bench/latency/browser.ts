/**
 * `pnpm bench latency --browser`: the server and client apps of one machine and the client's page in headless Chromium.
 * The test pattern on the page's canvas carries the time of its capture.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { now } from "@framewire/media";
import { chromium, type Page } from "playwright-core";
import type { Report } from "../command.ts";
import { firstMessages } from "../peer.ts";
import { median, percentile, table, yesNo } from "../table.ts";
import { sampleCanvas } from "./sample-canvas.ts";

const executablePath = "/usr/bin/chromium";
const warmUpMs = 3000;
const reloads = 5;
/** From the capture to the canvas, and from a reload to a live stream, in milliseconds. */
const goal = { p95: 60, reload: 1000 };

/** Measures for some time. */
export async function browserLatency(milliseconds: number): Promise<Report> {
  if (!existsSync(executablePath)) throw new Error("This measures in Chromium: apt-get install chromium");
  const children: ChildProcess[] = [];
  const start = (app: string, ...args: string[]): ChildProcess => {
    const common = ["--size", "1280x720", "--fps", "30", "--insecure", "--json"];
    const command = [fileURLToPath(app), ...args, ...common];
    const child = spawn(process.execPath, command, { stdio: ["pipe", "pipe", "ignore"] });
    children.push(child);
    return child;
  };
  try {
    const server = start(import.meta.resolve("server"), "--host", "127.0.0.1", "--port", "0", "--view", "none");
    const [{ port = 0 } = {}] = await firstMessages<{ readonly port?: number }>(server, ["listening"]);
    const client = start(import.meta.resolve("client"), `127.0.0.1:${port}`, "--view-port", "0");
    const [{ id = "" } = {}, { url = "" } = {}] = await firstMessages<{ readonly id?: string; readonly url?: string }>(
      client,
      ["connected", "viewer"],
    );
    return await measurePage(url, id, milliseconds);
  } finally {
    for (const child of children) child.kill("SIGKILL");
  }
}

async function measurePage(url: string, id: string, milliseconds: number): Promise<Report> {
  const args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"];
  const browser = await chromium.launch({ executablePath, args });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.goto(url);
    const live = page.locator(`[data-id="${id}"][data-picture="live"]`);
    await live.waitFor();
    await page.waitForTimeout(warmUpMs);
    const clock = await compareClocks(page);
    const sightings = await sampleCanvas(page, id, milliseconds);
    const readable = sightings.filter((sighting) => sighting !== undefined);
    // The first frame was on the canvas before.
    const ages = readable.slice(1).map(({ captured, seen }) => seen - clock.difference - captured / 1000);
    const shown = (part: string): Promise<string | null> =>
      page.locator(`[data-id="${id}"]`).getAttribute(`data-age-${part}`);
    const drawn = { p50: Number(await shown("p50")), p95: Number(await shown("p95")) };
    const reloadTimes: number[] = [];
    for (let i = 0; i < reloads; i++) {
      const start = performance.now();
      await page.reload({ waitUntil: "commit" });
      await live.waitFor();
      reloadTimes.push(performance.now() - start);
      await page.waitForTimeout(warmUpMs);
    }
    const [p50, p95, max] = [percentile(ages, 0.5), percentile(ages, 0.95), percentile(ages, 1)];
    const reload = { p50: median(reloadTimes), max: Math.max(...reloadTimes) };
    const met = { age: p95 < goal.p95, reload: reload.max < goal.reload };
    const fps = (ages.length * 1000) / milliseconds;
    const unreadable = sightings.length - readable.length;
    const ms = (value: number): string => value.toFixed(1);
    const rows = [
      ["captured → on the page's canvas", ms(p50), ms(p95), ms(max), `p95 < ${goal.p95}`, yesNo(met.age)],
      ["captured → drawn, as the page reports", ms(drawn.p50), ms(drawn.p95), "", "", ""],
      ["reload → live", ms(reload.p50), "", ms(reload.max), `max < ${goal.reload}`, yesNo(met.reload)],
    ];
    return {
      json: { browser: { p50, p95, max, fps, drawn, reload, unreadable, clock, goal, met } },
      text: `${table(["stage", "p50, ms", "p95, ms", "max, ms", "goal", "met"], rows)}
${ages.length} frames, ${ms(fps)} fps; ${unreadable} unreadable; clocks compared to ± ${ms(clock.uncertainty)} ms.
`,
      met: met.age && met.reload,
    };
  } finally {
    await browser.close();
  }
}

/** The page's clock minus this process's, which is the apps' too, in milliseconds: the best of many round trips. */
async function compareClocks(page: Page): Promise<{ readonly difference: number; readonly uncertainty: number }> {
  let best = { difference: 0, uncertainty: Number.POSITIVE_INFINITY };
  for (let i = 0; i < 50; i++) {
    const asked = now() / 1000;
    const pageTime = await page.evaluate(() => performance.timeOrigin + performance.now());
    const answered = now() / 1000;
    const uncertainty = (answered - asked) / 2;
    if (uncertainty < best.uncertainty) best = { difference: pageTime - (asked + answered) / 2, uncertainty };
  }
  return best;
}
