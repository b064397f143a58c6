/// <reference lib="dom" />

import { readFile } from "node:fs/promises";
import { type AxeResults, source as axe } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { chromiumMissing, launchChromium } from "test-support/chromium";
import { openTab, type Tab } from "test-support/tab";
import { until } from "test-support/until";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createNumberedSource, type NumberedSource, numberCount } from "../../testing/numbered-source.ts";
import { numberOn, numbersOn, setHidden, waitForLive } from "../../testing/on-page.ts";
import type { SharedCamera } from "../streams/shared-camera.ts";
import type { StreamUpdate, ViewerStream } from "../streams/stream.ts";
import { createViewer, type Viewer, type ViewerOptions } from "../viewer.ts";

describe.skipIf(chromiumMissing)("the page in a browser (needs chromium: apt-get install chromium)", () => {
  let browser: Browser;
  let tab: Tab;
  let page: Page;
  let viewer: Viewer;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  async function start(options: ViewerOptions = {}): Promise<void> {
    viewer = await createViewer({ title: "Kitchen", ...options });
  }
  beforeEach(async () => {
    tab = await openTab(browser);
    page = tab.page;
  });
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close();
    await viewer?.close();
  });

  async function add(
    id: string,
    role: "remote" | "local" = "remote",
  ): Promise<NumberedSource & { handle: ViewerStream }> {
    const source = await createNumberedSource();
    const name = id === "own" ? "Kitchen (this side)" : id[0]?.toUpperCase() + id.slice(1);
    const handle = viewer.add({ id, name, role, frames: source.frames });
    return Object.assign(source, { handle });
  }
  function readers(): number[] {
    return viewer.state().streams.map(({ readers }) => readers.count);
  }
  function hasText(text: string | RegExp): Promise<void> {
    return page.getByText(text).filter({ visible: true }).first().waitFor();
  }

  describe("pictures", () => {
    it("shows them live and in order, large and small, with their figures, and asks no other machine", async () => {
      await start();
      const ada = await add("ada");
      await add("own", "local");
      ada.handle.update({ stats: { rttMs: 40, level: 2, dropped: 3 } });
      await page.goto(viewer.url);
      await waitForLive(page, "ada", "own");

      const seen = await numbersOn(page, "ada", 30);
      const steps = seen.slice(1).map((number, index) => (number - (seen[index] ?? 0) + numberCount) % numberCount);
      // Of 64 numbers, one that is behind looks like a step of more than 32 ahead.
      expect(Math.max(...steps)).toBeLessThan(numberCount / 2);
      const behind = (ada.number - (await numberOn(page, "ada")) + numberCount) % numberCount;
      expect(behind).toBeLessThan(numberCount / 2);

      const large = await page.getByRole("img", { name: "Live picture from Ada" }).boundingBox();
      const small = await page.getByRole("img", { name: "Our own picture" }).boundingBox();
      expect(large).toMatchObject({ width: 1280, height: 800 });
      expect(small?.width).toBeLessThan(300);
      const figures = page.locator("#remote .figures > div");
      await until(async () => (await figures.nth(3).textContent())?.includes("ms") === true);
      const texts = await figures.allTextContents();
      expect(texts).toEqual([
        expect.stringMatching(/^age[\d.]+ ms$/),
        expect.stringMatching(/\d+ fps$/),
        expect.stringMatching(/[\d.]+ [kM]b\/s$/),
        // The 40 ms to the peer, and the page's own way to the gateway.
        expect.stringMatching(/^round trip[4-9]\d ms$/),
        "qualitylevel 2",
      ]);
      expect(await page.title()).toBe("Ada is live · Kitchen");
      expect(tab.complaints).toEqual([]);
      expect(tab.requests.filter((url) => url.includes("/streams/"))).toHaveLength(2);
      expect(tab.requests.filter((url) => !url.startsWith(viewer.url))).toEqual([]);
    });

    it("makes a grid of several, shows one alone at a click, and the others are not looked at meanwhile", async () => {
      await start();
      const ids = ["ada", "ben", "cid", "dora", "eva", "finn", "gina"];
      for (const id of ids) await add(id);
      await page.goto(viewer.url);
      await waitForLive(page, ...ids);
      const widths = await page.locator("#remote .tile").evaluateAll((tiles) => tiles.map((tile) => tile.clientWidth));
      expect(Math.max(...widths)).toBe(Math.min(...widths));
      expect(Math.min(...widths)).toBeGreaterThan(300);

      await page.getByRole("button", { name: "Show only Cid" }).click();
      await until(() => readers().join("") === "0010000");
      expect(await page.locator("#remote .tile:visible").count()).toBe(1);
      expect((await page.getByRole("img", { name: "Cid" }).boundingBox())?.width).toBe(1280);
      await page.keyboard.press("Escape");
      await until(() => readers().join("") === "1111111");
      await page.keyboard.press("2");
      await until(() => readers().join("") === "0100000");
      await page.locator("#all").click();
      await until(() => readers().join("") === "1111111");
      expect(tab.complaints).toEqual([]);
    });

    it("follows a stream that is replaced", async () => {
      await start();
      await add("ada");
      await page.goto(viewer.url);
      await waitForLive(page, "ada");
      const other = await add("ada");
      await until(() => other.open === 1);
      await waitForLive(page, "ada");
      // One that comes back under another id: nobody hears that she is gone.
      const again = await createNumberedSource();
      other.handle.remove();
      viewer.add({ id: "ada-2", name: "Ada", role: "remote", frames: again.frames });
      await waitForLive(page, "ada-2");
      expect(await page.locator("#remote .tile").count()).toBe(1);
      expect(await page.locator("#news").textContent()).toBe("Ada is live.");
      expect(tab.complaints).toEqual([]);
    });

    it("takes nothing while it is paused, or its tab hidden, and goes on afterwards", async () => {
      await start();
      const ada = await add("ada");
      const own = await add("own", "local");
      await page.goto(viewer.url);
      await waitForLive(page, "ada", "own");
      for (const [leave, comeBack] of [
        [() => setHidden(page, true), () => setHidden(page, false)],
        [() => page.keyboard.press(" "), () => page.keyboard.press(" ")],
      ] as const) {
        await leave();
        await until(() => ada.open === 0 && own.open === 0);
        expect(readers()).toEqual([0, 0]);
        await comeBack();
        await waitForLive(page, "ada", "own");
      }
      // Who looks away for a moment comes back to pictures that go on.
      const before = ada.opened;
      await setHidden(page, true);
      await setHidden(page, false);
      await page.waitForTimeout(1500);
      expect(ada.opened).toBe(before);
      expect(tab.complaints).toEqual([]);
    });

    it("is not disturbed by another tab, nor by one that stalls", async () => {
      await start();
      await add("ada");
      const tabs = [tab, await openTab(browser), await openTab(browser)];
      for (const { page } of tabs) await page.goto(viewer.url);
      for (const { page } of tabs) await waitForLive(page, "ada");
      const [worker] = tabs[2]?.page.workers() ?? [];
      // Sleeps for longer than the test, without taking anything or answering.
      const stalled = worker?.evaluate(() => {
        const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
        Atomics.wait(new Int32Array(buffer), 0, 0, 60_000);
      });
      stalled?.catch(() => {});
      await page.waitForTimeout(500);
      const third = await numberOn(tabs[2]?.page as Page, "ada");
      const [first = [], second = []] = await Promise.all(
        tabs.slice(0, 2).map(({ page }) => numbersOn(page, "ada", 25)),
      );
      for (const seen of [first, second]) {
        const steps = seen.slice(1).map((number, index) => (number - (seen[index] ?? 0) + numberCount) % numberCount);
        expect(Math.max(...steps)).toBeLessThan(numberCount / 2);
      }
      expect(await numberOn(tabs[2]?.page as Page, "ada")).toBe(third);
      expect(tabs.flatMap(({ complaints }) => complaints)).toEqual([]);
    });
  });

  describe("reasons", () => {
    it("says what nobody is there for, with a command to copy", async () => {
      await start();
      viewer.setNotice("Waiting for a client on port 4700.", { command: "start the client" });
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await page.goto(viewer.url);
      await page.getByRole("heading", { name: "Waiting for a client on port 4700" }).waitFor();
      await hasText("start the client");
      await page.getByRole("button", { name: "Copy" }).click();
      await hasText("The command is copied.");
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("start the client");
      viewer.setNotice(undefined);
      await hasText("Nobody is here yet");
      expect(tab.complaints).toEqual([]);
    });

    it("offers the command beside who is gone too, while nobody else is there", async () => {
      await start();
      const ada = await add("ada");
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await page.goto(viewer.url);
      await waitForLive(page, "ada");
      expect(await page.locator("#notice").isVisible()).toBe(false);
      ada.handle.update({ state: "lost" });
      viewer.setNotice("Waiting for a client on port 4700.", { command: "start the client" });
      for (const size of [
        { width: 1280, height: 800 },
        { width: 320, height: 640 },
        { width: 844, height: 390 },
      ]) {
        await page.setViewportSize(size);
        await hasText(/^Lost/);
        const [reason, notice, bar] = await Promise.all(
          ["#remote .reason", "#notice", ".bar"].map((place) => page.locator(place).boundingBox()),
        );
        // One below the other, and nothing on anything else.
        expect((reason?.y ?? 0) + (reason?.height ?? 0)).toBeLessThan(notice?.y ?? 0);
        expect((notice?.y ?? 0) + (notice?.height ?? 0)).toBeLessThan(bar?.y ?? 0);
        expect((notice?.x ?? 0) + (notice?.width ?? 0)).toBeLessThanOrEqual(size.width);
      }
      await page.getByRole("button", { name: "Copy" }).click();
      await hasText("The command is copied.");
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("start the client");
      expect(tab.complaints).toEqual([]);
    });

    it("says why there is no picture, in every state", async () => {
      await start();
      const ada = await add("ada");
      ada.handle.update({ state: "waiting", message: "It is asked for its pictures." });
      await page.goto(viewer.url);
      await hasText("Connecting to Ada");
      const become = async (update: StreamUpdate, ...texts: (string | RegExp)[]): Promise<void> => {
        ada.handle.update(update);
        for (const text of texts) await hasText(text);
      };
      ada.stopped = true;
      await become({ state: "live" }, "Waiting for the first picture");
      ada.stopped = false;
      await waitForLive(page, "ada");
      expect(await page.locator(".reason:visible").count()).toBe(0);
      await page.getByRole("status").getByText("Ada is live.").waitFor();
      ada.stopped = true;
      await hasText(/^No new picture for [3-9] s$/);
      ada.stopped = false;
      await waitForLive(page, "ada");
      await become({ state: "lost" }, /^Lost [1-9] s ago$/, "Trying again…");
      await page.getByRole("status").getByText("Ada was lost.").waitFor();
      await become({ state: "left", message: "Ada hung up." }, /^Left at \d\d:\d\d$/, "Ada hung up.");
      await until(() => readers()[0] === 0);
      await become({ state: "refused", message: "The server has no room." }, "Refused", "The server has no room.");
      await become({ state: "live" });
      await waitForLive(page, "ada");
      ada.handle.remove();
      await hasText("Nobody is here yet");
      await page.getByRole("status").getByText("Ada is no longer here.").waitFor();
      expect(tab.complaints).toEqual([]);
    });

    it("says that our own camera is gone, and since when", async () => {
      await start();
      const own = await add("own", "local");
      await page.goto(viewer.url);
      await waitForLive(page, "own");
      own.handle.update({ state: "lost", message: "The phone does not answer." });
      await hasText(/^The camera is gone since \d\d:\d\d$/);
      await hasText("The phone does not answer.");
    });

    it("says that a picture cannot be shown, and goes on with the next that can", async () => {
      await start();
      const good = await createNumberedSource();
      let broken = true;
      viewer.add({
        id: "ada",
        name: "Ada",
        role: "remote",
        async *frames(options) {
          for await (const frame of good.frames(options)) {
            yield broken ? { ...frame, data: frame.data.subarray(0, 40) } : frame;
          }
        },
      });
      await page.goto(viewer.url);
      await hasText("This picture cannot be shown");
      broken = false;
      await waitForLive(page, "ada");
    });

    it("says why it is over, and goes on when it is started again", async () => {
      await start();
      await add("ada");
      await page.goto(viewer.url);
      await waitForLive(page, "ada");
      const { port } = new URL(viewer.url);
      await viewer.close({ message: "The server refused: it is busy." });
      await page.getByRole("heading", { name: "The server refused: it is busy" }).waitFor();
      await start({ port: Number(port) });
      const begun = performance.now();
      await add("ada");
      await waitForLive(page, "ada");
      process.stderr.write(`After a restart of the gateway the page has pictures in ${ms(begun)} ms.\n`);
      expect(performance.now() - begun).toBeLessThan(5000);
    });

    it("says that the gateway is gone when that has said nothing", async () => {
      await start();
      await add("ada");
      // Only what the page hears of it: its sockets end, and nothing answers.
      const sockets: { close(): Promise<void> }[] = [];
      await page.routeWebSocket(/\/events$/, (socket) => {
        socket.connectToServer();
        sockets.push(socket);
      });
      await page.goto(viewer.url);
      await waitForLive(page, "ada");
      await page.route("**/streams", (route) => route.abort());
      for (const socket of sockets) await socket.close();
      await hasText(/^The viewer has not answered since \d\d:\d\d\. Trying again…$/);
      await until(() => readers()[0] === 0);
      await page.unroute("**/streams");
      await waitForLive(page, "ada");
      expect(await page.getByText("The viewer has not answered since").count()).toBe(0);
    });

    it("says that it is not whole, when a script of it is not there any more", async () => {
      await start();
      await add("ada");
      await page.route("**/assets/main-*.js", (route) => route.abort());
      await page.goto(viewer.url);
      await hasText("Something went wrong on this page: load it again.");
    });

    it("says that its code is not valid any more", async () => {
      await start();
      await page.route("**/streams", (route) => route.fulfill({ status: 401, json: { error: "No." } }));
      await page.routeWebSocket(/\/events$/, (socket) => void socket.close());
      await page.goto(viewer.url);
      await page.getByRole("heading", { name: "This link is no longer valid" }).waitFor();
    });

    it("is back within moments when it is loaded again", async () => {
      await start();
      await add("ada");
      await page.goto(viewer.url);
      await waitForLive(page, "ada");
      const begun = performance.now();
      await page.reload();
      await waitForLive(page, "ada");
      process.stderr.write(`After a reload the page has pictures in ${ms(begun)} ms.\n`);
      expect(performance.now() - begun).toBeLessThan(5000);
      expect(tab.complaints).toEqual([]);
    });
  });

  describe("controls", () => {
    it("hangs up at Enter and at the button, and only where that is offered", async () => {
      let calls = 0;
      await start({ onHangUp: () => calls++ });
      await add("ada");
      await page.goto(viewer.url);
      await waitForLive(page, "ada");
      await page.keyboard.press("Enter");
      await until(() => calls === 1);
      await page.getByRole("button", { name: "Hang up" }).click();
      await until(() => calls === 2);
      // On a button, Enter is the button's.
      await page.getByRole("button", { name: "Pause" }).focus();
      await page.keyboard.press("Enter");
      await until(() => readers()[0] === 0);
      await viewer.close({ message: "You hung up." });
      await page.getByRole("heading", { name: "You hung up" }).waitFor();
      expect(calls).toBe(2);
      expect(await page.getByRole("button", { name: "Hang up" }).count()).toBe(0);

      await start();
      await page.goto(viewer.url);
      await hasText("Nobody is here yet");
      expect(await page.getByRole("button", { name: "Hang up" }).count()).toBe(0);
    });

    it("saves the very bytes of a picture under a name that says whose it is and when", async () => {
      await start();
      const ada = await add("ada");
      await page.goto(viewer.url);
      await waitForLive(page, "ada");
      const downloading = page.waitForEvent("download");
      await page.keyboard.press("s");
      const download = await downloading;
      expect(download.suggestedFilename()).toMatch(/^framewire-ada-\d{4}-\d\d-\d\d-\d{6}\.jpg$/);
      const saved = await readFile(await download.path());
      expect(Array.from({ length: numberCount }, (_, number) => ada.bytes(number)?.equals(saved))).toContain(true);
      await hasText(/^Saved framewire-ada-/);
    });

    it("draws the age behind one key, and loads what draws it only then", async () => {
      await start();
      await add("ada");
      await page.goto(viewer.url);
      await waitForLive(page, "ada");
      const scripts = (): number => tab.requests.filter((url) => url.endsWith(".js")).length;
      const before = scripts();
      await page.keyboard.press("g");
      const graph = page.getByRole("img", { name: "Age of the pictures from Ada" });
      await graph.locator("canvas").waitFor();
      expect(scripts()).toBe(before + 1);
      expect(await page.getByRole("button", { name: "Graph of the age" }).getAttribute("aria-pressed")).toBe("true");
      await page.keyboard.press("g");
      await graph.waitFor({ state: "hidden" });
      expect(tab.complaints).toEqual([]);
    });

    it("tells what the source of our own pictures is to who points at them or has the focus on them", async () => {
      await start();
      const { frames } = await createNumberedSource();
      const says = { device: "/dev/video0", width: 1280, height: 720, fps: 30, format: "JPEG", untouched: true };
      viewer.add({
        id: "own",
        name: "Kitchen",
        role: "local",
        frames: Object.assign(frames, { describe: () => says }),
      });
      await page.goto(viewer.url);
      await waitForLive(page, "own");
      const text = page.getByText("/dev/video0 · 1280×720 · 30 fps · JPEG, untouched");
      const opacity = (): Promise<string> => text.evaluate((node) => getComputedStyle(node).opacity);
      expect(await opacity()).toBe("0");
      await page.getByRole("button", { name: /^Our own picture/ }).focus();
      await until(async () => (await opacity()) === "1");
      await page.keyboard.press("Tab");
      await until(async () => (await opacity()) === "0");
      await page.locator("#own").hover();
      await until(async () => (await opacity()) === "1");
      expect(tab.complaints).toEqual([]);
    });

    it("moves our own picture by dragging, by keys and by a click, and hides it", async () => {
      await start();
      const own = await add("own", "local");
      await page.goto(viewer.url);
      await waitForLive(page, "own");
      const box = await page.locator("#own").boundingBox();
      const at = { x: (box?.x ?? 0) + 40, y: (box?.y ?? 0) + 40 };
      await page.mouse.move(at.x, at.y);
      await page.mouse.down();
      await page.mouse.move(200, 150, { steps: 4 });
      await page.mouse.up();
      const grip = page.getByRole("button", { name: /^Our own picture/ });
      const corner = (): Promise<string | null> => page.locator("#own").getAttribute("data-corner");
      expect(await corner()).toBe("top-left");
      await grip.focus();
      await page.keyboard.press("ArrowRight");
      expect(await corner()).toBe("top-right");
      await page.reload();
      await waitForLive(page, "own");
      expect(await corner()).toBe("top-right");
      await grip.click();
      expect(await corner()).toBe("bottom-right");
      await page.keyboard.press("o");
      await until(() => own.open === 0);
      await page.keyboard.press("o");
      await waitForLive(page, "own");
    });

    it("opens and leaves a small window above all others, which goes on while the tab is hidden", async () => {
      await start();
      await add("ada");
      await add("own", "local");
      await page.goto(viewer.url);
      await waitForLive(page, "ada");
      await page.keyboard.press("p");
      await page.waitForFunction(() => document.pictureInPictureElement);
      await setHidden(page, true);
      await until(() => readers().join("") === "10");
      const shown = (): Promise<number> =>
        page.evaluate(() => {
          const video = document.pictureInPictureElement as HTMLVideoElement | null;
          return video?.getVideoPlaybackQuality().totalVideoFrames ?? 0;
        });
      const before = await shown();
      await until(async () => (await shown()) > before + 5);
      await page.evaluate(() => document.exitPictureInPicture());
      await until(() => readers().join("") === "00");
      expect(tab.complaints).toEqual([]);
    });

    it("explains its keys, which can be switched off", async () => {
      await start();
      const ada = await add("ada");
      await page.goto(viewer.url);
      await waitForLive(page, "ada");
      await page.keyboard.press("?");
      const help = page.getByRole("dialog", { name: "Keys" });
      await help.getByText("Save the picture as it came").waitFor();
      await help.getByLabel("Keys are on").uncheck();
      await page.keyboard.press("Escape");
      await help.waitFor({ state: "hidden" });
      // The switch that is hidden now keeps the focus, and would take the key, until the next picture of the page is drawn.
      await page.waitForFunction(() => document.activeElement === document.body);
      await page.keyboard.press(" ");
      await page.keyboard.press("?");
      await page.waitForTimeout(200);
      expect(ada.open).toBe(1);
      expect(await help.count()).toBe(0);
    });

    it("lets a finger that brings the controls back touch nothing else", async () => {
      await start();
      await add("ada");
      await add("ben");
      page = (await openTab(browser, { hasTouch: true })).page;
      await page.goto(viewer.url);
      await waitForLive(page, "ada", "ben");
      await page.locator("body[data-idle]").waitFor();
      await page.locator('[data-id="ada"]').tap();
      expect(await page.locator("#remote .tile:visible").count()).toBe(2);
      await page.locator('[data-id="ada"]').tap();
      await until(async () => (await page.locator("#remote .tile:visible").count()) === 1);
    });

    it("lets its controls fade from a live picture, and brings them back", async () => {
      await start();
      await add("ada");
      await page.goto(viewer.url);
      await waitForLive(page, "ada");
      const opacity = (): Promise<string> =>
        page.evaluate(() => getComputedStyle(document.querySelector(".bar") as Element).opacity);
      await until(async () => (await opacity()) === "0");
      await page.keyboard.press("Tab");
      await until(async () => (await opacity()) === "1");
    });
  });

  describe("the page's camera", () => {
    it("arrives at onCamera, is mirrored here, encodes only while somebody looks, and ends", async () => {
      const cameras: SharedCamera[] = [];
      await start({ onCamera: (camera) => cameras.push(camera) });
      const own = await add("own", "local");
      await page.goto(viewer.url);
      await waitForLive(page, "own");
      await page.keyboard.press("c");
      const dialog = page.getByRole("dialog", { name: "Share your camera" });
      await dialog.getByText("fake_device_0, 1280×720").waitFor();
      await dialog.getByLabel("Size").selectOption("640 × 360");
      await dialog.getByText(/640×360/).waitFor();
      await dialog.getByRole("button", { name: "Share" }).click();
      await until(() => cameras.length === 1);
      const [camera] = cameras;
      expect(camera?.name).toBe("Chrome on Linux");
      expect(viewer.state().camera).toMatchObject({ offered: true, name: "Chrome on Linux", sharedBy: camera?.id });

      const pictures = new Set<string>();
      for await (const { codec, width, height, data, level } of camera?.frames() ?? []) {
        expect({ codec, width, height, level: level ?? 0 }).toEqual({
          codec: "jpeg",
          width: 640,
          height: 360,
          level: 0,
        });
        expect([...data.subarray(0, 2), ...data.subarray(-2)]).toEqual([0xff, 0xd8, 0xff, 0xd9]);
        pictures.add(Buffer.from(data).toString("base64"));
        if (pictures.size === 10) break;
      }
      await page.keyboard.press("c");
      await dialog.getByText("Nobody looks at the moment.").waitFor();

      // Here it is seen directly, and nothing comes back from the gateway.
      await until(() => own.open === 0);
      const preview = page.getByLabel("Our own camera, as this page shares it");
      expect(await preview.evaluate((video) => getComputedStyle(video).scale)).toBe("-1 1");
      await until(() => preview.evaluate((video) => (video as HTMLVideoElement).currentTime > 0));

      await dialog.getByRole("button", { name: "Stop sharing" }).click();
      expect(await camera?.closed).toMatchObject({ by: "remote", code: "left" });
      expect(viewer.state().camera.name).toBe(null);
      await dialog.getByRole("button", { name: "Close" }).click();
      await waitForLive(page, "own");
      expect(tab.complaints).toEqual([]);
    });

    it("gives way to another page's, and says so", async () => {
      const cameras: SharedCamera[] = [];
      await start({ onCamera: (camera) => cameras.push(camera) });
      const other = (await openTab(browser)).page;
      for (const each of [page, other]) {
        await each.goto(viewer.url);
        await each.getByRole("button", { name: "Share your camera" }).click();
        if (each === other) await each.getByText("Chrome on Linux shares its camera now.").waitFor();
        await each.getByRole("dialog").getByRole("button", { name: "Share" }).click();
        await until(() => cameras.length === (each === page ? 1 : 2));
      }
      await hasText(/^Your camera is no longer shared\. Chrome on Linux shares its camera now\.$/);
      expect(viewer.state().camera.sharedBy).toBe(cameras[1]?.id);
    });

    it("is offered only where somebody takes it", async () => {
      await start();
      await page.goto(viewer.url);
      await hasText("Nobody is here yet");
      expect(await page.getByRole("button", { name: "Share your camera" }).count()).toBe(0);
      await page.keyboard.press("c");
      expect(await page.getByRole("dialog").count()).toBe(0);
    });
  });

  describe("for everybody", () => {
    it.each(["light", "dark"] as const)("has no serious fault that axe finds, in the %s", async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      await start({ onHangUp: () => {}, onCamera: () => {} });
      viewer.setNotice("Waiting for a client on port 4700.", { command: "start the client" });
      const faults = async (where: string): Promise<void> => {
        await page.evaluate(axe);
        // What fades would be measured half faded.
        await page.mouse.move(300 + Math.random() * 100, 300);
        await page.waitForTimeout(400);
        const found = await page.evaluate(async () => {
          const { axe } = globalThis as unknown as { axe: { run(): Promise<AxeResults> } };
          const { violations } = await axe.run();
          return violations.map(({ id, impact, nodes }) => ({
            id,
            impact,
            at: nodes.map(({ target }) => target.join(" ")),
          }));
        });
        expect({ where, faults: found.filter(({ impact }) => impact === "serious" || impact === "critical") }).toEqual({
          where,
          faults: [],
        });
      };
      await page.goto(viewer.url);
      await hasText("start the client");
      await faults("nobody");
      await add("own", "local");
      const ada = await add("ada");
      await waitForLive(page, "ada", "own");
      await page.keyboard.press("g");
      await page.getByRole("img", { name: "Age of the pictures from Ada" }).waitFor();
      await faults("one");
      for (const id of ["ben", "cid"]) await add(id);
      await waitForLive(page, "ben", "cid");
      ada.handle.update({ state: "lost" });
      await hasText(/^Lost/);
      await faults("grid");
      await page.keyboard.press("?");
      await faults("help");
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      await page.keyboard.press("c");
      await page.getByText("fake_device_0, 1280×720").waitFor();
      await faults("share");
    });

    it("fits a phone, and nothing jumps", async () => {
      await start({ onHangUp: () => {}, onCamera: () => {} });
      await page.setViewportSize({ width: 320, height: 640 });
      await page.addInitScript(() => {
        const jumps: number[] = [];
        Object.assign(globalThis, { jumps });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) jumps.push((entry as unknown as { value: number }).value);
        }).observe({ type: "layout-shift", buffered: true });
      });
      await add("own", "local");
      const ada = await add("ada");
      ada.handle.update({ stats: { rttMs: 40 } });
      await page.goto(viewer.url);
      await waitForLive(page, "ada", "own");
      await page.waitForTimeout(1500);
      // Age, fps, rate, round trip and level.
      await until(async () => (await page.locator("#remote .figures > div:visible").count()) === 5);
      for (const button of await page.locator(".bar button:visible").all()) {
        const box = await button.boundingBox();
        expect(box?.x).toBeGreaterThanOrEqual(0);
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(320);
        expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(30);
      }
      for (const part of await page.locator("#remote .caption, #remote .figures > div").all()) {
        const box = await part.boundingBox();
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(320);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
      const jumped = await page.evaluate(() => (globalThis as unknown as { jumps: number[] }).jumps);
      expect(jumped.reduce((sum, value) => sum + value, 0)).toBeLessThan(0.05);
    });
  });
});

/** Milliseconds since. */
function ms(begun: number): number {
  return Math.round(performance.now() - begun);
}
