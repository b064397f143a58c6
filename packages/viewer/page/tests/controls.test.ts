/// <reference lib="dom" />

import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { chromiumMissing } from "test-support/chromium";
import { openTab, type Tab } from "test-support/tab";
import { until } from "test-support/until";
import { beforeEach, describe, expect, it } from "vitest";
import { createNumberedSource, numberCount } from "../../testing/numbered-source.ts";
import { setHidden, waitForLive } from "../../testing/on-page.ts";
import { usePage } from "./page-fixture.ts";

describe.skipIf(chromiumMissing)("controls on the page (needs chromium: apt-get install chromium)", () => {
  const fixture = usePage();
  const { start, add, readers, hasText } = fixture;
  let tab: Tab;
  let page: Page;

  beforeEach(() => {
    tab = fixture.tab;
    page = fixture.tab.page;
  });

  it("hangs up with Enter and with the button, when the viewer has onHangUp", async () => {
    let calls = 0;
    await start({ onHangUp: () => calls++ });
    await add("ada");
    await page.goto(fixture.viewer.url);
    await waitForLive(page, "ada");
    await page.keyboard.press("Enter");
    await until(() => calls === 1);
    await page.getByRole("button", { name: "Hang up" }).click();
    await until(() => calls === 2);
    // On a button, Enter clicks the button.
    await page.getByRole("button", { name: "Pause" }).focus();
    await page.keyboard.press("Enter");
    await until(() => readers()[0] === 0);
    await fixture.viewer.close({ message: "You hung up." });
    await page.getByRole("heading", { name: "You hung up" }).waitFor();
    expect(calls).toBe(2);
    expect(await page.getByRole("button", { name: "Hang up" }).count()).toBe(0);

    await start();
    await page.goto(fixture.viewer.url);
    await hasText("No peer is connected");
    expect(await page.getByRole("button", { name: "Hang up" }).count()).toBe(0);
  });

  it("asks before it ends the call for several, and disconnects one alone", async () => {
    let calls = 0;
    const disconnected: string[] = [];
    await start({ onHangUp: () => calls++ });
    for (const id of ["ada", "bob"]) {
      const { frames } = await createNumberedSource();
      fixture.viewer.add({ id, name: id, role: "remote", frames, onDisconnect: () => disconnected.push(id) });
    }
    await page.goto(fixture.viewer.url);
    await waitForLive(page, "ada", "bob");
    const dialog = page.getByRole("dialog", { name: "End the call for all 2?" });
    await page.keyboard.press("Enter");
    await dialog.waitFor();
    // A second Enter is on the button that has the focus.
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "hidden" });
    expect(calls).toBe(0);
    await page.getByRole("button", { name: "Disconnect bob" }).click();
    await until(() => disconnected.length === 1);
    expect(disconnected).toEqual(["bob"]);

    await page.getByRole("button", { name: "Hang up" }).click();
    await dialog.getByRole("button", { name: "End the call" }).click();
    await until(() => calls === 1);
    await dialog.waitFor({ state: "hidden" });
  });

  it("has neither of both on a page that may watch only", async () => {
    const code = "0123456789abcdefABCDEF";
    const viewOnlyCode = "FEDCBA9876543210abcdef";
    await start({ code, viewOnlyCode, onHangUp: () => expect.unreachable(), onCamera: () => expect.unreachable() });
    const { frames } = await createNumberedSource();
    fixture.viewer.add({ id: "ada", name: "Ada", role: "remote", frames, onDisconnect: () => expect.unreachable() });
    await page.goto(`${fixture.viewer.url}?code=${viewOnlyCode}`);
    await waitForLive(page, "ada");
    for (const name of ["Hang up", "Disconnect Ada", "Share your camera"]) {
      expect(await page.getByRole("button", { name }).count()).toBe(0);
    }
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Pause" }).click();
    await until(() => readers()[0] === 0);
  });

  it("saves the original bytes of a frame under the stream's name and the time", async () => {
    await start();
    const ada = await add("ada");
    await page.goto(fixture.viewer.url);
    await waitForLive(page, "ada");
    const downloading = page.waitForEvent("download");
    await page.keyboard.press("s");
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^framewire-ada-\d{4}-\d\d-\d\d-\d{6}\.jpg$/);
    const saved = await readFile(await download.path());
    expect(Array.from({ length: numberCount }, (_, number) => ada.bytes(number)?.equals(saved))).toContain(true);
    await hasText(/^Saved framewire-ada-/);
  });

  it("shows the latency graph with a key, and loads its library then", async () => {
    await start();
    await add("ada");
    await page.goto(fixture.viewer.url);
    await waitForLive(page, "ada");
    const scripts = (): number => tab.requests.filter((url) => url.endsWith(".js")).length;
    const before = scripts();
    await page.keyboard.press("g");
    const graph = page.getByRole("img", { name: "Latency of Ada" });
    await graph.locator("canvas").waitFor();
    expect(scripts()).toBe(before + 1);
    expect(await page.getByRole("button", { name: "Latency graph" }).getAttribute("aria-pressed")).toBe("true");
    await page.keyboard.press("g");
    await graph.waitFor({ state: "hidden" });
    expect(tab.complaints).toEqual([]);
  });

  it("describes our own source on hover and focus", async () => {
    await start();
    const { frames } = await createNumberedSource();
    const description = { device: "/dev/video0", width: 1280, height: 720, fps: 30, format: "JPEG", passthrough: true };
    fixture.viewer.add({
      id: "local",
      name: "Kitchen",
      role: "local",
      frames: Object.assign(frames, { describe: () => description }),
    });
    await page.goto(fixture.viewer.url);
    await waitForLive(page, "local");
    const text = page.getByText("/dev/video0 · 1280×720 · 30 fps · JPEG, passthrough");
    const opacity = (): Promise<string> => text.evaluate((node) => getComputedStyle(node).opacity);
    expect(await opacity()).toBe("0");
    await page.getByRole("button", { name: /^Our own picture/ }).focus();
    await until(async () => (await opacity()) === "1");
    await page.keyboard.press("Tab");
    await until(async () => (await opacity()) === "0");
    await page.locator("#self-view").hover();
    await until(async () => (await opacity()) === "1");
    expect(tab.complaints).toEqual([]);
  });

  it("moves the self view by dragging, by keys and by a click, and hides it", async () => {
    await start();
    const local = await add("local", "local");
    await page.goto(fixture.viewer.url);
    await waitForLive(page, "local");
    const box = await page.locator("#self-view").boundingBox();
    const at = { x: (box?.x ?? 0) + 40, y: (box?.y ?? 0) + 40 };
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(200, 150, { steps: 4 });
    await page.mouse.up();
    const grip = page.getByRole("button", { name: /^Our own picture/ });
    const corner = (): Promise<string | null> => page.locator("#self-view").getAttribute("data-corner");
    expect(await corner()).toBe("top-left");
    await grip.focus();
    await page.keyboard.press("ArrowRight");
    expect(await corner()).toBe("top-right");
    await page.reload();
    await waitForLive(page, "local");
    expect(await corner()).toBe("top-right");
    await grip.click();
    expect(await corner()).toBe("bottom-right");
    await page.keyboard.press("o");
    await until(() => local.open === 0);
    await page.keyboard.press("o");
    await waitForLive(page, "local");
  });

  it("opens and closes picture in picture, which continues while the tab is hidden", async () => {
    await start();
    await add("ada");
    await add("local", "local");
    await page.goto(fixture.viewer.url);
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

  it("lists its keys, which can be switched off", async () => {
    await start();
    const ada = await add("ada");
    await page.goto(fixture.viewer.url);
    await waitForLive(page, "ada");
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: "Keys" });
    await help.getByText("Save the picture as it was received").waitFor();
    await help.getByLabel("Keys are on").uncheck();
    await page.keyboard.press("Escape");
    await help.waitFor({ state: "hidden" });
    // The hidden switch has the focus, and would receive the key, until the page is painted again.
    await page.waitForFunction(() => document.activeElement === document.body);
    await page.keyboard.press(" ");
    await page.keyboard.press("?");
    expect(await page.locator("#pause").getAttribute("aria-pressed")).toBe("false");
    expect(ada.open).toBe(1);
    expect(await help.count()).toBe(0);
  });

  it("brings the controls back with a touch that clicks nothing", async () => {
    await start();
    await add("ada");
    await add("ben");
    page = (await openTab(fixture.browser, { hasTouch: true })).page;
    await page.goto(fixture.viewer.url);
    await waitForLive(page, "ada", "ben");
    await page.locator("body[data-idle]").waitFor();
    await page.locator('[data-id="ada"]').tap();
    expect(await page.locator("#remote .tile:visible").count()).toBe(2);
    await page.locator('[data-id="ada"]').tap();
    await until(async () => (await page.locator("#remote .tile:visible").count()) === 1);
  });

  it("fades the controls from a live picture, and brings them back", async () => {
    await start();
    await add("ada");
    await page.goto(fixture.viewer.url);
    await waitForLive(page, "ada");
    const opacity = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.querySelector(".toolbar") as Element).opacity);
    await until(async () => (await opacity()) === "0");
    await page.keyboard.press("Tab");
    await until(async () => (await opacity()) === "1");
  });
});
