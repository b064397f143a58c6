/// <reference lib="dom" />

import { type AxeResults, source as axe } from "axe-core";
import type { Page } from "playwright-core";
import { chromiumMissing } from "test-support/chromium";
import { until } from "test-support/until";
import { beforeEach, describe, expect, it } from "vitest";
import { waitForLive } from "../../testing/on-page.ts";
import { usePage } from "./page-fixture.ts";

describe.skipIf(chromiumMissing)(
  "accessibility and small screens on the page (needs chromium: apt-get install chromium)",
  () => {
    const fixture = usePage();
    const { start, add, hasText } = fixture;
    let page: Page;

    beforeEach(() => {
      page = fixture.tab.page;
    });

    it.each(["light", "dark"] as const)(
      "has no serious violation that axe finds, in the %s scheme",
      async (colorScheme) => {
        await page.emulateMedia({ colorScheme });
        await start({ onHangUp: () => {}, onCamera: () => {} });
        fixture.viewer.setNotice("Waiting for the other side.", { command: "start the client" });
        fixture.viewer.setInvitation({
          commands: ["192.168.1.20", "10.8.0.2"].map((label) => ({
            label,
            command: "start the client --key 7QK2",
            masked: "start the client --key ••••",
          })),
          link: { url: "https://192.168.1.20:4780/", matrix: ["101", "010", "111"] },
        });
        const expectNoViolations = async (where: string): Promise<void> => {
          await page.evaluate(axe);
          // Elements that are fading would be measured half transparent.
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
          expect({
            where,
            violations: found.filter(({ impact }) => impact === "serious" || impact === "critical"),
          }).toEqual({
            where,
            violations: [],
          });
        };
        await page.goto(fixture.viewer.url);
        await hasText("10.8.0.2");
        await expectNoViolations("empty");
        await add("local", "local");
        const ada = await add("ada");
        await waitForLive(page, "ada", "local");
        await page.keyboard.press("g");
        await page.getByRole("img", { name: "Latency of Ada" }).waitFor();
        await expectNoViolations("one");
        for (const id of ["ben", "cid"]) await add(id);
        await waitForLive(page, "ben", "cid");
        ada.handle.update({ state: "lost" });
        await hasText(/^Lost/);
        await expectNoViolations("grid");
        await page.keyboard.press("?");
        await expectNoViolations("help");
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").waitFor({ state: "hidden" });
        await page.keyboard.press("c");
        await page.getByText("fake_device_0, 1280×720").waitFor();
        await expectNoViolations("share");
      },
    );

    it("fits a phone, without layout shifts", async () => {
      await start({ onHangUp: () => {}, onCamera: () => {} });
      await page.setViewportSize({ width: 320, height: 640 });
      await page.addInitScript(() => {
        const jumps: number[] = [];
        Object.assign(globalThis, { jumps });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) jumps.push((entry as unknown as { value: number }).value);
        }).observe({ type: "layout-shift", buffered: true });
      });
      await add("local", "local");
      const ada = await add("ada");
      ada.handle.update({ stats: { rttMs: 40 } });
      await page.goto(fixture.viewer.url);
      await waitForLive(page, "ada", "local");
      await page.waitForTimeout(1500);
      // Latency, fps, rate, round trip and level.
      await until(async () => (await page.locator("#remote .figures > div:visible").count()) === 5);
      for (const button of await page.locator(".toolbar button:visible").all()) {
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
      // Up to 0.1 is good by Web Vitals.
      expect(jumped.reduce((sum, value) => sum + value, 0)).toBeLessThan(0.1);
    });
  },
);
