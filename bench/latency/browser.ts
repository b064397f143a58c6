import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { now } from "@framewire/media";
import { chromium, type Page } from "playwright-core";
import { median, table } from "../table.ts";
import { type Sighting, watchCanvas } from "./reader.ts";

const executablePath = "/usr/bin/chromium";
const warmUpMs = 3000;
const reloads = 5;
/** From the capture until the picture is found on the page's canvas, and from a reload to live pictures, in milliseconds. */
const goal = { p95: 60, reload: 1000 };

interface Result {
  readonly pictures: number;
  readonly fps: number;
  /** Of the ages, in milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  /** What the page says itself: until its worker has handed the picture to the canvas, which shows it a frame or two later. */
  readonly drawn: { readonly p50: number; readonly p95: number };
  /** From loading the page again until it shows a live picture: the median and the slowest of some. */
  readonly reload: { readonly p50: number; readonly max: number };
  /** Pictures whose blocks could not be read. */
  readonly unread: number;
  /** How far the page's clock may be apart from this process's, after it was compared, in milliseconds. */
  readonly clockUncertainty: number;
}

/**
 * `pnpm bench latency --browser`: the real server and client of one machine, the client's page in Chromium without a
 * window. The pattern's blocks, read from the page's canvas at each of its animation frames, say when each picture was
 * captured. Exits with 1 where the goal is missed.
 */
export async function browserLatency(milliseconds: number, json: boolean): Promise<void> {
  if (!existsSync(executablePath)) {
    process.stderr.write("This measures in Chromium, which is not here: apt-get install chromium\n");
    process.exitCode = 1;
    return;
  }
  const result = await measure(milliseconds);
  const met = {
    age: result.pictures > 0 && result.p95 < goal.p95,
    reload: result.reload.max < goal.reload,
  };
  process.stdout.write(
    json ? `${JSON.stringify({ bench: "latency", browser: { ...result, goal, met } })}\n` : report(result, met),
  );
  if (!met.age || !met.reload) process.exitCode = 1;
}

async function measure(milliseconds: number): Promise<Result> {
  await using server = start("server", ["--host", "127.0.0.1", "--port", "0", "--view", "none"]);
  const { port } = await server.says("listening");
  await using client = start("client", [`127.0.0.1:${port}`, "--view-port", "0"]);
  const [{ id }, { url }] = [await client.says("connected"), await client.says("viewer")];
  const browser = await chromium.launch({
    executablePath,
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.goto(url);
    await page.locator(`[data-id="${id}"][data-picture="live"]`).waitFor();
    await page.waitForTimeout(warmUpMs);
    const clock = await compareClocks(page);
    const sightings = await watchCanvas(page, id, milliseconds);
    return {
      ...summary(sightings, clock.difference, milliseconds),
      drawn: await ageOnPage(page, id),
      reload: await reload(page, id),
      clockUncertainty: clock.uncertainty,
    };
  } finally {
    await browser.close();
  }
}

async function ageOnPage(page: Page, id: string): Promise<Result["drawn"]> {
  const tile = page.locator(`[data-id="${id}"]`);
  const [p50, p95] = [await tile.getAttribute("data-age-p50"), await tile.getAttribute("data-age-p95")];
  return { p50: Number(p50 ?? Number.NaN), p95: Number(p95 ?? Number.NaN) };
}

/** Loads the page again, some times. */
async function reload(page: Page, id: string): Promise<Result["reload"]> {
  const times: number[] = [];
  for (let i = 0; i < reloads; i++) {
    const begun = performance.now();
    await page.reload({ waitUntil: "commit" });
    await page.locator(`[data-id="${id}"][data-picture="live"]`).waitFor();
    times.push(performance.now() - begun);
    await page.waitForTimeout(warmUpMs);
  }
  return { p50: median(times), max: Math.max(...times) };
}

/** How far the page's clock is ahead of this process's, which is the apps' own: the best of many questions. */
async function compareClocks(page: Page): Promise<{ readonly difference: number; readonly uncertainty: number }> {
  let best = { difference: 0, uncertainty: Number.POSITIVE_INFINITY };
  for (let i = 0; i < 50; i++) {
    const asked = now() / 1000;
    const there = await page.evaluate(() => performance.timeOrigin + performance.now());
    const answered = now() / 1000;
    const uncertainty = (answered - asked) / 2;
    if (uncertainty < best.uncertainty) best = { difference: there - (asked + answered) / 2, uncertainty };
  }
  return best;
}

function summary(
  sightings: readonly (Sighting | undefined)[],
  difference: number,
  milliseconds: number,
): Omit<Result, "clockUncertainty" | "drawn" | "reload"> {
  const read = sightings.filter((sighting) => sighting !== undefined);
  // The first was there before anybody looked.
  const ages = read
    .slice(1)
    .map(({ captured, seen }) => seen - difference - captured / 1000)
    .toSorted((a, b) => a - b);
  const at = (share: number): number => ages[Math.ceil(share * ages.length) - 1] ?? Number.NaN;
  return {
    pictures: ages.length,
    fps: (ages.length * 1000) / milliseconds,
    p50: at(0.5),
    p95: at(0.95),
    max: at(1),
    unread: sightings.length - read.length,
  };
}

function report(result: Result, met: { readonly age: boolean; readonly reload: boolean }): string {
  const { pictures, fps, p50, p95, max, drawn, reload, unread, clockUncertainty } = result;
  const ms = (value: number): string => value.toFixed(1);
  const rows = [
    ["captured → seen on the page's canvas", ms(p50), ms(p95), ms(max), `p95 < ${goal.p95}`, met.age ? "yes" : "no"],
    ["captured → drawn, as the page says", ms(drawn.p50), ms(drawn.p95), "", "", ""],
    ["page loaded again → live", ms(reload.p50), "", ms(reload.max), `max < ${goal.reload}`, met.reload ? "yes" : "no"],
  ];
  return `${table(["what", "p50, ms", "p95, ms", "max, ms", "goal", "met"], rows)}
${pictures} pictures, ${ms(fps)} fps; ${unread} could not be read; clocks compared to ± ${ms(clockUncertainty)} ms.
`;
}

/** What an app's line of `--json` may have, as far as it is looked at here. */
interface Line {
  readonly event: string;
  readonly port: number;
  readonly id: string;
  readonly url: string;
}

interface App {
  /** The first line of this event. Rejects when the app ends before. */
  says(event: string): Promise<Line>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts an app as people do. */
function start(app: "server" | "client", args: readonly string[]): App {
  const words = [
    fileURLToPath(import.meta.resolve(app)),
    ...args,
    "--size",
    "1280x720",
    "--fps",
    "30",
    "--insecure",
    "--json",
  ];
  const child: ChildProcess = spawn(process.execPath, words, { stdio: ["pipe", "pipe", "ignore"] });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const lines: Line[] = [];
  const waiting: (() => void)[] = [];
  if (child.stdout) {
    createInterface({ input: child.stdout }).on("line", (text) => {
      lines.push(JSON.parse(text) as Line);
      for (const look of waiting) look();
    });
  }
  return {
    says(event) {
      return new Promise((resolve, reject) => {
        const look = (): void => {
          const line = lines.find((each) => each.event === event);
          if (line) resolve(line);
        };
        waiting.push(look);
        look();
        void ended.then(() => reject(new Error(`The ${app} ended without “${event}”.`)));
      });
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}
