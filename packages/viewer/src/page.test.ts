/// <reference lib="dom" />
import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { counted, createFeed, loopOf } from "../testing/feed.ts";
import { until } from "../testing/until.ts";
import { createViewer, type Viewer } from "./viewer.ts";

const executablePath = "/usr/bin/chromium";
const missing = !existsSync(executablePath);

type Colour = "red" | "green" | "blue" | "yellow" | "white" | "black";
const values: Record<Colour, [number, number, number]> = {
  red: [255, 0, 0],
  green: [0, 255, 0],
  blue: [0, 0, 255],
  yellow: [255, 255, 0],
  white: [255, 255, 255],
  black: [0, 0, 0],
};

async function pictures(...colours: Colour[]): Promise<Buffer[]> {
  return Promise.all(
    colours.map((colour) => {
      const [r, g, b] = values[colour];
      return sharp({ create: { width: 64, height: 36, channels: 3, background: { r, g, b } } })
        .jpeg()
        .toBuffer();
    }),
  );
}

/** The colour in the middle of a tile's picture, read back from a canvas; "" without a picture. */
function shown(page: Page, name: string): Promise<string> {
  return page.evaluate(
    ([name, values]) => {
      const tile = [...document.querySelectorAll("figure")].find(
        (one) => one.querySelector(".name")?.textContent === name,
      );
      const image = tile?.querySelector<HTMLImageElement>("img:not(.pending)");
      if (!image?.complete || image.naturalWidth === 0) return "";
      const context = Object.assign(document.createElement("canvas"), { width: 64, height: 36 }).getContext("2d");
      context?.drawImage(image, 0, 0);
      const pixel = context?.getImageData(32, 18, 1, 1).data ?? [];
      const near = Object.entries(values).find(([, value]) =>
        value.every((v, at) => Math.abs(v - (pixel[at] ?? -99)) < 40),
      );
      return near?.[0] ?? "";
    },
    [name, values] as const,
  );
}

/** Waits until the picture has shown all the colours. */
async function sees(page: Page, name: string, ...colours: Colour[]): Promise<void> {
  const seen = new Set<string>();
  await until(async () => {
    seen.add(await shown(page, name));
    return colours.every((colour) => seen.has(colour));
  });
}

describe.skipIf(missing)("the page in a browser (needs chromium: apt-get install chromium)", () => {
  let browser: Browser;
  let page: Page;
  let viewer: Viewer;
  let complaints: string[];
  let requests: string[];

  beforeAll(async () => {
    const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", ...quiet] });
  }, 60_000);
  afterAll(() => browser?.close());
  afterEach(async () => {
    await page?.context().close();
    await viewer?.close();
  });

  async function open(): Promise<void> {
    viewer = await createViewer({ title: "Kitchen" });
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    page = await context.newPage();
    complaints = [];
    requests = [];
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => requests.push(request.url()));
  }

  it("shows the pictures of all live, large and small, with their figures, and asks no other machine", async () => {
    await open();
    const ada = loopOf(await pictures("red", "green", "blue"), 64, 36, 60);
    const ben = loopOf(await pictures("yellow", "white", "black"), 64, 36, 60);
    const stats = { fps: 29.97, rateBitsPerSecond: 8.24e6, rttMs: 1.24, ageMs: { p50: 41.3, p95: 62 } };
    viewer.add({ id: "ada", name: "Ada", role: "remote", frames: ada }).update({ stats });
    viewer.add({ id: "own", name: "Own", role: "local", frames: ben });
    await page.goto(viewer.url);
    await Promise.all([sees(page, "Ada", "red", "green", "blue"), sees(page, "Own", "yellow", "white", "black")]);

    const large = await page.getByAltText("Live picture from Ada").boundingBox();
    const small = await page.getByAltText("Our own picture: Own").boundingBox();
    expect(large?.width).toBeGreaterThan(1000);
    expect(small?.width).toBeLessThan(300);
    expect(await page.locator("#remote .figures dd").allTextContents()).toEqual([
      "30 fps",
      "8.2 Mb/s",
      "41 ms",
      "1.2 ms",
    ]);
    expect(await page.title()).toBe("Ada is live · Kitchen");
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(viewer.url))).toEqual([]);
  });

  it("says why there is no picture", async () => {
    await open();
    const frames = loopOf(await pictures("red", "green"), 64, 36, 60);
    viewer.setNotice("Waiting for a client on port 4700.", { command: "start the client" });
    await page.goto(viewer.url);
    await page.getByText("Nobody is here yet").waitFor();
    await page.getByText("Waiting for a client on port 4700.").filter({ visible: true }).waitFor();
    await page.getByText("start the client").filter({ visible: true }).waitFor();
    await page.getByRole("button", { name: "Copy" }).focus();

    const handle = viewer.add({ id: "ada", name: "Ada", role: "remote", frames, state: "waiting" });
    await page.getByText("Waiting for Ada").waitFor();
    handle.update({ state: "live" });
    await sees(page, "Ada", "red", "green");
    expect(await page.locator(".words").isVisible()).toBe(false);
    await page.getByRole("status").getByText("Ada is live.").waitFor();

    handle.update({ state: "lost" });
    await page.getByText(/^Lost [12] s ago$/).waitFor();
    await page.getByText("Waiting for it to come back.").waitFor();
    await page.getByRole("status").getByText("Ada was lost.").waitFor();
    handle.update({ state: "left", message: "It was hung up." });
    await page.getByText(/^Left at \d\d:\d\d$/).waitFor();
    await until(() => viewer.state().streams[0]?.readers.count === 0);
    handle.update({ state: "refused", message: "The server has no room." });
    await page.getByText("The server has no room.", { exact: true }).waitFor();
    handle.update({ state: "live" });
    await sees(page, "Ada", "red", "green");
    handle.remove();
    await page.getByText("Nobody is here yet").waitFor();
    expect(complaints).toEqual([]);
  });

  it("follows a stream that is replaced and one whose source begins anew", async () => {
    await open();
    const [red] = await pictures("red");
    const feed = createFeed();
    viewer.add({ id: "ada", name: "Ada", role: "remote", frames: feed.frames });
    await page.goto(viewer.url);
    const give = (): void =>
      feed.push({
        sequence: 0,
        timestamp: 0,
        codec: "jpeg",
        type: "key",
        width: 64,
        height: 36,
        data: red ?? Buffer.alloc(0),
      });
    await until(() => feed.opened === 1);
    give();
    await sees(page, "Ada", "red");
    feed.end();
    await until(() => feed.opened === 2);

    viewer.add({ id: "ada", name: "Ada", role: "remote", frames: loopOf(await pictures("blue", "white"), 64, 36, 60) });
    await sees(page, "Ada", "blue", "white");
    expect(complaints).toEqual([]);
  });

  it("shows more streams than a browser has connections", async () => {
    await open();
    const names = ["A", "B", "C", "D", "E", "F", "G"];
    // The page asks for snapshots every 200 ms: at 120 ms a picture, each is the next but one of three.
    for (const name of names) {
      viewer.add({
        id: name,
        name,
        role: "remote",
        frames: loopOf(await pictures("red", "green", "blue"), 64, 36, 120),
      });
    }
    await page.goto(viewer.url);
    await Promise.all(names.map((name) => sees(page, name, "red", "green", "blue")));
    expect(complaints).toEqual([]);
  });

  it("lets go of everything while nobody sees it, its own pictures too, and goes on when somebody does", async () => {
    await open();
    const sources = {
      ada: counted(loopOf(await pictures("red", "green"), 64, 36, 60)),
      own: counted(loopOf(await pictures("blue", "white"), 64, 36, 60)),
    };
    viewer.add({ id: "ada", name: "Ada", role: "remote", frames: sources.ada.frames });
    viewer.add({ id: "own", name: "Own", role: "local", frames: sources.own.frames });
    await page.goto(viewer.url);
    const seesBoth = (): Promise<unknown> =>
      Promise.all([sees(page, "Ada", "red", "green"), sees(page, "Own", "blue", "white")]);
    const openNow = (): number[] => Object.values(sources).map((source) => source.open);
    await seesBoth();
    expect(openNow()).toEqual([1, 1]);
    const setHidden = (hidden: boolean): Promise<void> =>
      page.evaluate((value) => {
        Object.defineProperty(document, "hidden", { value, configurable: true });
        Object.defineProperty(document, "visibilityState", { value: value ? "hidden" : "visible", configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
      }, hidden);
    for (let times = 0; times < 2; times++) {
      await setHidden(true);
      await until(() => openNow().every((count) => count === 0));
      const given = Object.values(sources).map((source) => source.given);
      // Longer than the page's own beat, which begins nothing anew meanwhile.
      await page.waitForTimeout(1500);
      expect(Object.values(sources).map((source) => source.given)).toEqual(given);
      expect(viewer.state().streams.map(({ readers }) => readers.count)).toEqual([0, 0]);
      await setHidden(false);
      await seesBoth();
    }
    expect(complaints).toEqual([]);
  });

  it("goes on without a break when it was hidden for a moment only", async () => {
    await open();
    const source = counted(loopOf(await pictures("red", "green"), 64, 36, 60));
    viewer.add({ id: "ada", name: "Ada", role: "remote", frames: source.frames });
    await page.goto(viewer.url);
    await sees(page, "Ada", "red", "green");
    await page.evaluate(() => {
      for (const value of [true, false]) {
        Object.defineProperty(document, "hidden", { value, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
      }
    });
    await page.waitForTimeout(1500);
    await sees(page, "Ada", "red", "green");
    expect(source.opened).toBe(1);
  });

  it("says so when the gateway goes away, and is back when it is", async () => {
    await open();
    const frames = loopOf(await pictures("red", "green"), 64, 36, 60);
    viewer.add({ id: "ada", name: "Ada", role: "remote", frames });
    await page.goto(viewer.url);
    await sees(page, "Ada", "red", "green");
    await viewer.close();
    await page.getByText("The viewer has not answered since").waitFor();
    viewer = await createViewer({ port: Number(new URL(viewer.url).port) });
    viewer.add({ id: "ada", name: "Ada", role: "remote", frames: loopOf(await pictures("blue", "white"), 64, 36, 60) });
    await sees(page, "Ada", "blue", "white");
    expect(await page.getByText("The viewer has not answered since").count()).toBe(0);
  });
});
