/// <reference lib="dom" />

import type { Page } from "playwright-core";
import { chromiumMissing } from "test-support/chromium";
import type { Tab } from "test-support/tab";
import { until } from "test-support/until";
import { beforeEach, describe, expect, it } from "vitest";
import type { StreamUpdate } from "../../src/streams/stream.ts";
import { createNumberedSource } from "../../testing/numbered-source.ts";
import { waitForLive } from "../../testing/on-page.ts";
import { usePage } from "./page-fixture.ts";

describe.skipIf(chromiumMissing)("reasons on the page (needs chromium: apt-get install chromium)", () => {
  const fixture = usePage();
  const { start, add, readers, hasText } = fixture;
  let tab: Tab;
  let page: Page;

  beforeEach(() => {
    tab = fixture.tab;
    page = fixture.tab.page;
  });

  it("shows the notice without a peer, with a command to copy", async () => {
    await start();
    fixture.viewer.setNotice("Waiting for a client on port 4700.", { command: "start the client" });
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(fixture.viewer.url);
    await page.getByRole("heading", { name: "Waiting for a client on port 4700" }).waitFor();
    await hasText("start the client");
    await page.getByRole("button", { name: "Copy" }).click();
    await hasText("The command is copied.");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("start the client");
    fixture.viewer.setNotice(undefined);
    await hasText("No peer is connected");
    expect(tab.complaints).toEqual([]);
  });

  it("shows the command beside a lost peer too", async () => {
    await start();
    const ada = await add("ada");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(fixture.viewer.url);
    await waitForLive(page, "ada");
    expect(await page.locator("#notice").isVisible()).toBe(false);
    ada.handle.update({ state: "lost" });
    fixture.viewer.setNotice("Waiting for a client on port 4700.", { command: "start the client" });
    for (const size of [
      { width: 1280, height: 800 },
      { width: 320, height: 640 },
      { width: 844, height: 390 },
    ]) {
      await page.setViewportSize(size);
      await hasText(/^Lost/);
      const [reason, notice, bar] = await Promise.all(
        ["#remote .reason", "#notice", ".toolbar"].map((selector) => page.locator(selector).boundingBox()),
      );
      // One below the other, without overlap.
      expect((reason?.y ?? 0) + (reason?.height ?? 0)).toBeLessThan(notice?.y ?? 0);
      expect((notice?.y ?? 0) + (notice?.height ?? 0)).toBeLessThan(bar?.y ?? 0);
      expect((notice?.x ?? 0) + (notice?.width ?? 0)).toBeLessThanOrEqual(size.width);
    }
    await page.getByRole("button", { name: "Copy" }).click();
    await hasText("The command is copied.");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("start the client");
    expect(tab.complaints).toEqual([]);
  });

  it("explains why there is no picture, in every state", async () => {
    await start();
    const ada = await add("ada");
    ada.handle.update({ state: "waiting", message: "It is asked for its frames." });
    await page.goto(fixture.viewer.url);
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
    await hasText("No peer is connected");
    await page.getByRole("status").getByText("Ada is no longer here.").waitFor();
    expect(tab.complaints).toEqual([]);
  });

  it("shows since when our own camera is missing", async () => {
    await start();
    const local = await add("local", "local");
    await page.goto(fixture.viewer.url);
    await waitForLive(page, "local");
    local.handle.update({ state: "lost", message: "The phone does not answer." });
    await hasText(/^No camera since \d\d:\d\d$/);
    await hasText("The phone does not answer.");
  });

  it("reports a frame that cannot be shown, and continues with the next one", async () => {
    await start();
    const good = await createNumberedSource();
    let broken = true;
    fixture.viewer.add({
      id: "ada",
      name: "Ada",
      role: "remote",
      async *frames(options) {
        for await (const frame of good.frames(options)) {
          yield broken ? { ...frame, data: frame.data.subarray(0, 40) } : frame;
        }
      },
    });
    await page.goto(fixture.viewer.url);
    await hasText("This picture cannot be shown");
    broken = false;
    await waitForLive(page, "ada");
  });

  it("shows why the viewer closed, and continues when it starts again", async () => {
    await start();
    await add("ada");
    await page.goto(fixture.viewer.url);
    await waitForLive(page, "ada");
    const { port } = new URL(fixture.viewer.url);
    await fixture.viewer.close({ message: "The server refused: it is busy." });
    await page.getByRole("heading", { name: "The server refused: it is busy" }).waitFor();
    await start({ port: Number(port) });
    const begun = performance.now();
    await add("ada");
    await waitForLive(page, "ada");
    process.stderr.write(`After a restart of the gateway the page has pictures in ${ms(begun)} ms.\n`);
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it("reports a gateway that no longer answers", async () => {
    await start();
    await add("ada");
    // For the page only: its sockets end, and nothing answers.
    const sockets: { close(): Promise<void> }[] = [];
    await page.routeWebSocket(/\/events$/, (socket) => {
      socket.connectToServer();
      sockets.push(socket);
    });
    await page.goto(fixture.viewer.url);
    await waitForLive(page, "ada");
    await page.route("**/streams", (route) => route.abort());
    for (const socket of sockets) await socket.close();
    await hasText(/^The viewer has not answered since \d\d:\d\d\. Trying again…$/);
    await until(() => readers()[0] === 0);
    await page.unroute("**/streams");
    await waitForLive(page, "ada");
    expect(await page.getByText("The viewer has not answered since").count()).toBe(0);
  });

  it("reports that it is incomplete when one of its scripts no longer exists", async () => {
    await start();
    await add("ada");
    await page.route("**/assets/main-*.js", (route) => route.abort());
    await page.goto(fixture.viewer.url);
    await hasText("This page is incomplete: load it again.");
  });

  it("reports that its code is no longer valid", async () => {
    await start();
    await page.route("**/streams", (route) => route.fulfill({ status: 401, json: { error: "No." } }));
    await page.routeWebSocket(/\/events$/, (socket) => void socket.close());
    await page.goto(fixture.viewer.url);
    await page.getByRole("heading", { name: "This link is no longer valid" }).waitFor();
  });

  it("shows pictures soon after a reload", async () => {
    await start();
    await add("ada");
    await page.goto(fixture.viewer.url);
    await waitForLive(page, "ada");
    const begun = performance.now();
    await page.reload();
    await waitForLive(page, "ada");
    process.stderr.write(`After a reload the page has pictures in ${ms(begun)} ms.\n`);
    expect(performance.now() - begun).toBeLessThan(5000);
    expect(tab.complaints).toEqual([]);
  });
});

/** Milliseconds since that time. */
function ms(begun: number): number {
  return Math.round(performance.now() - begun);
}
