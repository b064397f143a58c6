import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { now, type VideoFrame } from "@framewire/media";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "test-support/chromium";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { openTab, pictureOn, seesPattern, shareCamera, stopSharing } from "./support/chromium.ts";
import { startPair } from "./support/pair.ts";
import { decode, snapshot } from "./support/picture.ts";
import { needs } from "./support/programs.ts";
import { until } from "./support/wait.ts";

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

  it("show each other's pictures, are back at once when loaded again, and hang up at Enter, saying why", async (test) => {
    const { server, client, met } = await startPair(test, { server: [...web, "--once"], client: web });
    const servers = await openTab(browser, (await server.event("viewer")).url);
    const clients = await openTab(browser, (await client.event("viewer")).url);
    for (const [tab, { id }] of [
      [servers, met.server],
      [clients, met.client],
    ] as const) {
      const first = await seesPattern(tab.page, id);
      const second = await seesPattern(tab.page, id);
      expect(second).toBeGreaterThan(first);
      // All processes of a machine have one clock, to some milliseconds.
      expect(Math.abs(now() - second) / 1e6).toBeLessThan(2);
      await seesPattern(tab.page, "local");
    }

    const begun = performance.now();
    await clients.page.reload({ waitUntil: "commit" });
    const captured = await seesPattern(clients.page, met.client.id);
    const took = performance.now() - begun;
    process.stderr.write(`After a reload the client's page is live again in ${Math.round(took)} ms.\n`);
    expect(took).toBeLessThan(3000);
    expect(Math.abs(now() - captured) / 1e6).toBeLessThan(2);

    for (const { complaints, asked, page } of [servers, clients]) {
      expect(complaints).toEqual([]);
      expect([...asked]).toEqual([new URL(page.url()).origin]);
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
      await seesPattern(own.page, "local");
      await seesPattern(others.page, id);

      await shareCamera(own.page);
      await seesCamera(others.page, id);
      // This side has it as well, and gives it to programs as its own.
      expect(isCamera(await decode(await snapshot(url, "local"), 640, 360))).toBe(true);

      await stopSharing(own.page);
      const captured = await seesPattern(others.page, id);
      expect(Math.abs(now() - captured) / 1e6).toBeLessThan(2);
      await seesPattern(own.page, "local");
      for (const { complaints, asked, page } of [own, others]) {
        expect(complaints).toEqual([]);
        expect([...asked]).toEqual([new URL(page.url()).origin]);
      }
      expect(pair.server.events.filter(({ event }) => event === "closed")).toEqual([]);
    },
  );

  it("are refused clearly beyond this machine without the link's code, and with it show and share", async (test) => {
    const folder = mkdtempSync(join(tmpdir(), "framewire-state-"));
    vi.stubEnv("XDG_STATE_HOME", folder);
    test.onTestFinished(() => {
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true });
    });
    const { server, client, met } = await startPair(test, { server: [...web, "--view-host", "0.0.0.0"], client: web });
    const { url: link } = await server.event("viewer");
    const { origin } = new URL(link);
    const asAnyone = { ignoreHTTPSErrors: true };
    const shut = await openTab(browser, `${origin}/`, asAnyone);
    await shut.page.getByText(/opens only by its whole link/).waitFor();
    expect(await shut.page.locator("canvas").count()).toBe(0);

    const servers = await openTab(browser, link, asAnyone);
    expect(servers.page.url()).toBe(`${origin}/`);
    const clients = await openTab(browser, (await client.event("viewer")).url);
    await seesPattern(servers.page, met.server.id);
    await shareCamera(servers.page);
    await seesCamera(clients.page, met.client.id);
    expect(servers.complaints).toEqual([]);
    expect([...servers.asked]).toEqual([origin]);
  });
});

/** Waits until a stream shows Chromium's own test camera. */
async function seesCamera(page: Page, id: string): Promise<void> {
  await until(
    async () => {
      const picture = await pictureOn(page, id);
      return picture && isCamera(picture) ? true : undefined;
    },
    { within: 10_000, describe: () => `The shared camera is not seen on ${page.url()}.` },
  );
}

/** Whether a picture is of Chromium's own test camera: green all over, with something brighter that moves. */
function isCamera({ width, height, data, format }: VideoFrame): boolean {
  const bytes = format === "RGBA" ? 4 : 3;
  let green = 0;
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [r = 0, g = 0, b = 0] = data.subarray(pixel * bytes, pixel * bytes + 3);
    if (g > r + 60 && g > b + 60) green++;
  }
  return green > 0.8 * width * height;
}
