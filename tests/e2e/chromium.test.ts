import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { now, type VideoFrame } from "@framewire/media";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "test-support/chromium";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { startPair } from "./support/apps/pair.ts";
import { until } from "./support/apps/wait.ts";
import { needs } from "./support/environment/programs.ts";
import { openTab, readCanvas, shareCamera, stopSharing, waitForPattern } from "./support/pages/chromium.ts";
import { decode, snapshot } from "./support/pages/snapshot.ts";

const web = ["--size", "640x360", "--fps", "15", "--view", "web", "--view-port", "0"];
const chromium = needs("chromium");

describe.skipIf(chromium.skip)(`both pages in Chromium${chromium.because}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(() => browser?.close());

  it("show each other's video, are live again soon after a reload, and hang up at Enter with the reason", async (test) => {
    const { server, client, met } = await startPair(test, { server: [...web, "--once"], client: web });
    const servers = await openTab(browser, (await server.event("viewer")).url);
    const clients = await openTab(browser, (await client.event("viewer")).url);
    for (const [tab, { id }] of [
      [servers, met.server],
      [clients, met.client],
    ] as const) {
      const first = await waitForPattern(tab.page, id);
      const second = await waitForPattern(tab.page, id);
      expect(second).toBeGreaterThan(first);
      // All processes of a machine have one clock.
      expect(Math.abs(now() - second) / 1e6).toBeLessThan(2);
      await waitForPattern(tab.page, "local");
    }

    const start = performance.now();
    await clients.page.reload({ waitUntil: "commit" });
    const captured = await waitForPattern(clients.page, met.client.id);
    const took = performance.now() - start;
    process.stderr.write(`After a reload the client's page is live again in ${Math.round(took)} ms.\n`);
    expect(took).toBeLessThan(3000);
    expect(Math.abs(now() - captured) / 1e6).toBeLessThan(2);

    for (const { complaints, origins, page } of [servers, clients]) {
      expect(complaints).toEqual([]);
      expect([...origins]).toEqual([new URL(page.url()).origin]);
    }
    await clients.page.keyboard.press("Enter");
    expect(await client.exit()).toBe(0);
    expect(await server.exit()).toBe(0);
    expect(await client.event("closed")).toMatchObject({ by: "local", code: "left" });
    expect(await server.event("closed")).toMatchObject({ by: "remote", code: "left" });
    await clients.page.getByRole("heading", { name: "This side hung up" }).waitFor();
    await servers.page.getByRole("heading", { name: "The other side hung up" }).waitFor();
  });

  it.for(["server", "client"] as const)(
    "share a camera: from the %s's page it reaches both sides, until it ends",
    async (side, test) => {
      const pair = await startPair(test, { server: web, client: web });
      const other = side === "server" ? "client" : "server";
      const { id } = pair.met[other];
      const url = (await pair[side].event("viewer")).url;
      const own = await openTab(browser, url);
      const others = await openTab(browser, (await pair[other].event("viewer")).url);
      await waitForPattern(own.page, "local");
      await waitForPattern(others.page, id);

      await shareCamera(own.page);
      await waitForCamera(others.page, id);
      // The page of this side serves it as the stream `local`.
      expect(isCamera(await decode(await snapshot(url, "local")))).toBe(true);

      await stopSharing(own.page);
      const captured = await waitForPattern(others.page, id);
      expect(Math.abs(now() - captured) / 1e6).toBeLessThan(2);
      await waitForPattern(own.page, "local");
      for (const { complaints, origins, page } of [own, others]) {
        expect(complaints).toEqual([]);
        expect([...origins]).toEqual([new URL(page.url()).origin]);
      }
      expect(pair.server.events.filter(({ event }) => event === "closed")).toEqual([]);
    },
  );

  it("from another machine need the code of the link, and show and share with it", async (test) => {
    const folder = mkdtempSync(join(tmpdir(), "framewire-state-"));
    vi.stubEnv("XDG_STATE_HOME", folder);
    test.onTestFinished(() => {
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true });
    });
    const { server, client, met } = await startPair(test, { server: [...web, "--view-host", "0.0.0.0"], client: web });
    const { url: link } = await server.event("viewer");
    const { origin } = new URL(link);
    const insecureTls = { ignoreHTTPSErrors: true };
    const refused = await openTab(browser, `${origin}/`, insecureTls);
    await refused.page.getByText(/opens only by its whole link/).waitFor();
    expect(await refused.page.locator("canvas").count()).toBe(0);

    const servers = await openTab(browser, link, insecureTls);
    expect(servers.page.url()).toBe(`${origin}/`);
    const clients = await openTab(browser, (await client.event("viewer")).url);
    await waitForPattern(servers.page, met.server.id);
    await shareCamera(servers.page);
    await waitForCamera(clients.page, met.client.id);
    expect(servers.complaints).toEqual([]);
    expect([...servers.origins]).toEqual([origin]);
  });
});

/** Waits until a stream shows Chromium's fake camera. */
async function waitForCamera(page: Page, id: string): Promise<void> {
  await until(
    async () => {
      const frame = await readCanvas(page, id);
      return frame && isCamera(frame) ? true : undefined;
    },
    { within: 10_000, describe: () => `The shared camera is not visible on ${page.url()}.` },
  );
}

/** Whether a frame is of Chromium's fake camera: mostly green. */
function isCamera({ width, height, data, format }: VideoFrame): boolean {
  const bytes = format === "RGBA" ? 4 : 3;
  let green = 0;
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [r = 0, g = 0, b = 0] = data.subarray(pixel * bytes, pixel * bytes + 3);
    if (g > r + 60 && g > b + 60) green++;
  }
  return green > 0.8 * width * height;
}
