/// <reference lib="dom" />

import type { Page } from "playwright-core";
import { chromiumMissing } from "test-support/chromium";
import { openTab, type Tab } from "test-support/tab";
import { until } from "test-support/until";
import { beforeEach, describe, expect, it } from "vitest";
import { createNumberedSource, numberCount } from "../../testing/numbered-source.ts";
import { numberOn, numbersOn, setHidden, waitForLive } from "../../testing/on-page.ts";
import { usePage } from "./page-fixture.ts";

describe.skipIf(chromiumMissing)("pictures on the page (needs chromium: apt-get install chromium)", () => {
  const fixture = usePage();
  const { start, add, readers } = fixture;
  let tab: Tab;
  let page: Page;

  beforeEach(() => {
    tab = fixture.tab;
    page = fixture.tab.page;
  });

  it("are shown live and in order, large and small, with their figures, without a request to another host", async () => {
    await start();
    const ada = await add("ada");
    await add("local", "local");
    ada.handle.update({ stats: { rttMs: 40, level: 2, dropped: 3 } });
    await page.goto(fixture.viewer.url);
    await waitForLive(page, "ada", "local");

    const seen = await numbersOn(page, "ada", 30);
    const steps = seen.slice(1).map((number, index) => (number - (seen[index] ?? 0) + numberCount) % numberCount);
    // Of 64 numbers, an older one is a step of more than 32.
    expect(Math.max(...steps)).toBeLessThan(numberCount / 2);
    const behind = (ada.number - (await numberOn(page, "ada")) + numberCount) % numberCount;
    expect(behind).toBeLessThan(numberCount / 2);

    const large = await page.getByRole("img", { name: "Live picture from Ada" }).boundingBox();
    const small = await page.getByRole("img", { name: "Our own picture" }).boundingBox();
    expect(large).toMatchObject({ width: 1280, height: 800 });
    expect(small?.width).toBeLessThan(300);
    const figures = page.locator("#remote .figures > div");
    await until(async () => (await figures.nth(4).textContent())?.includes("ms") === true);
    const texts = await figures.allTextContents();
    expect(texts).toEqual([
      expect.stringMatching(/^QualityGood/),
      expect.stringMatching(/^age[\d.]+ ms$/),
      expect.stringMatching(/\d+ fps$/),
      expect.stringMatching(/[\d.]+ [kM]b\/s$/),
      // The 40 ms to the peer, and the page's own round trip to the gateway.
      expect.stringMatching(/^round trip[4-9]\d ms$/),
    ]);
    expect(await page.title()).toBe("Ada is live · Kitchen");
    expect(tab.complaints).toEqual([]);
    expect(tab.requests.filter((url) => url.includes("/streams/"))).toHaveLength(2);
    expect(tab.requests.filter((url) => !url.startsWith(fixture.viewer.url))).toEqual([]);
  });

  it("form a grid; a click shows one alone, and the page then wants no frames of the others", async () => {
    await start();
    const ids = ["ada", "ben", "cid", "dora", "eva", "finn", "gina"];
    for (const id of ids) await add(id);
    await page.goto(fixture.viewer.url);
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

  it("continue when the stream is replaced", async () => {
    await start();
    await add("ada");
    await page.goto(fixture.viewer.url);
    await waitForLive(page, "ada");
    const other = await add("ada");
    await until(() => other.open === 1);
    await waitForLive(page, "ada");
    // A peer that reconnects under another id is not announced as disconnected.
    const again = await createNumberedSource();
    other.handle.remove();
    fixture.viewer.add({ id: "ada-2", name: "Ada", role: "remote", frames: again.frames });
    await waitForLive(page, "ada-2");
    expect(await page.locator("#remote .tile").count()).toBe(1);
    expect(await page.locator("#announcements").textContent()).toBe("Ada is live.");
    expect(tab.complaints).toEqual([]);
  });

  it("are not requested while the page is paused or hidden, and continue afterwards", async () => {
    await start();
    const ada = await add("ada");
    const local = await add("local", "local");
    await page.goto(fixture.viewer.url);
    await waitForLive(page, "ada", "local");
    for (const [leave, comeBack] of [
      [() => setHidden(page, true), () => setHidden(page, false)],
      [() => page.keyboard.press(" "), () => page.keyboard.press(" ")],
    ] as const) {
      await leave();
      await until(() => ada.open === 0 && local.open === 0);
      expect(readers()).toEqual([0, 0]);
      await comeBack();
      await waitForLive(page, "ada", "local");
    }
    // A page that is hidden for a moment keeps its streams.
    const before = ada.opened;
    await setHidden(page, true);
    await setHidden(page, false);
    await page.waitForTimeout(1500);
    expect(ada.opened).toBe(before);
    expect(tab.complaints).toEqual([]);
  });

  it("are independent of other tabs, even of one that stalls", async () => {
    await start();
    await add("ada");
    const tabs = [tab, await openTab(fixture.browser), await openTab(fixture.browser)];
    for (const { page } of tabs) await page.goto(fixture.viewer.url);
    for (const { page } of tabs) await waitForLive(page, "ada");
    const [worker] = tabs[2]?.page.workers() ?? [];
    // Blocks the worker for longer than the test.
    const stalled = worker?.evaluate(() => {
      const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
      Atomics.wait(new Int32Array(buffer), 0, 0, 60_000);
    });
    stalled?.catch(() => {});
    await page.waitForTimeout(500);
    const third = await numberOn(tabs[2]?.page as Page, "ada");
    const [first = [], second = []] = await Promise.all(tabs.slice(0, 2).map(({ page }) => numbersOn(page, "ada", 25)));
    for (const seen of [first, second]) {
      const steps = seen.slice(1).map((number, index) => (number - (seen[index] ?? 0) + numberCount) % numberCount);
      expect(Math.max(...steps)).toBeLessThan(numberCount / 2);
    }
    expect(await numberOn(tabs[2]?.page as Page, "ada")).toBe(third);
    expect(tabs.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});
