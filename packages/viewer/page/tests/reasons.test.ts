/// <reference lib="dom" />

import type { Page } from "playwright-core";
import { chromiumMissing } from "test-support/chromium";
import { openTab, type Tab } from "test-support/tab";
import { until } from "test-support/until";
import { beforeEach, describe, expect, it } from "vitest";
import type { InvitationCommand } from "../../src/streams/invitation.ts";
import type { StreamUpdate } from "../../src/streams/stream.ts";
import { createFeed } from "../../testing/feed.ts";
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
    fixture.viewer.setNotice("Waiting for the other side.", {
      detail: "Nothing listens.",
      command: "start the client",
    });
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(fixture.viewer.url);
    await page.getByRole("heading", { name: "Waiting for the other side" }).waitFor();
    await hasText("Nothing listens.");
    await hasText("start the client");
    expect(await page.getByRole("heading", { name: "A phone" }).isVisible()).toBe(false);
    await page.getByRole("button", { name: "Copy" }).click();
    await hasText("The command is copied.");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("start the client");
    fixture.viewer.setNotice(undefined);
    await hasText("No peer is connected");
    expect(tab.complaints).toEqual([]);
  });

  it("shows how a computer and a phone join, and hides the key until it is asked for", async () => {
    await start();
    const commandFor = (host: string): InvitationCommand => ({
      label: host,
      command: `join ${host} --key 7QK2-M4XW`,
      masked: `join ${host} --key ••••`,
    });
    fixture.viewer.setNotice("Waiting for the other side.", { command: "join 192.168.1.20" });
    fixture.viewer.setInvitation({
      hint: "Run this over there.",
      commands: ["192.168.1.20", "10.8.0.2"].map(commandFor),
      link: { url: "https://192.168.1.20:4780/?code=abc", matrix: ["101", "010", "111"] },
    });
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(fixture.viewer.url);
    const computer = page.locator("#invite-computer");
    const code = computer.locator("code");
    await computer.getByText("Run this over there.").waitFor();
    await until(async () => (await code.textContent()) === "join 192.168.1.20 --key ••••");
    const copied = async (): Promise<string> => {
      await computer.getByRole("button", { name: "Copy" }).click();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    expect(await copied()).toBe("join 192.168.1.20 --key 7QK2-M4XW");
    expect(await page.content()).not.toContain("7QK2-M4XW");
    await computer.getByRole("button", { name: "Show the key" }).click();
    expect(await code.textContent()).toBe("join 192.168.1.20 --key 7QK2-M4XW");
    await computer.getByRole("button", { name: "10.8.0.2" }).click();
    expect(await code.textContent()).toBe("join 10.8.0.2 --key ••••");
    expect(await copied()).toBe("join 10.8.0.2 --key 7QK2-M4XW");

    const picture = page.getByRole("img", { name: "QR code of the link to this page" });
    expect(await picture.getAttribute("viewBox")).toBe("-4 -4 11 11");
    expect(await picture.locator("path").getAttribute("d")).toContain("M0 2h3v1h-3z");
    fixture.viewer.setInvitation(undefined);
    await picture.waitFor({ state: "hidden" });
    expect(tab.complaints).toEqual([]);
    expect(tab.requests.every((url) => url.startsWith(fixture.viewer.url) || url.startsWith("ws:"))).toBe(true);
  });

  it("offers a phone one large button for its camera", async () => {
    await start({ onCamera() {} });
    await add("local", "local");
    fixture.viewer.setNotice("Waiting for the other side.", { command: "join" });
    fixture.viewer.setInvitation({ commands: [{ label: "here", command: "join", masked: "join" }] });
    const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
    page = (await openTab(fixture.browser, phone)).page;
    await page.goto(fixture.viewer.url);
    const button = page.getByRole("button", { name: "Share this phone's camera" });
    await button.waitFor();
    const box = await button.boundingBox();
    expect(Math.min(box?.width ?? 0, (box?.height ?? 0) * 4)).toBeGreaterThan(250);
    expect(await page.locator("#invitation").isVisible()).toBe(false);
    await button.tap();
    await page.getByRole("dialog", { name: "Share your camera" }).waitFor();
  });

  it("shows the command beside a lost peer too, never under our own picture", async () => {
    await start();
    const ada = await add("ada");
    await add("local", "local");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(fixture.viewer.url);
    await waitForLive(page, "ada", "local");
    expect(await page.locator("#notice").isVisible()).toBe(false);
    ada.handle.update({ state: "lost" });
    const command = "npx --yes pnpm@10 --filter client start 192.168.1.20:4700 --key ••••••••";
    fixture.viewer.setNotice("Waiting for the other side.", { command });
    for (const size of [
      { width: 1280, height: 800 },
      { width: 1920, height: 1080 },
      { width: 900, height: 700 },
      { width: 390, height: 844 },
      { width: 320, height: 640 },
      { width: 844, height: 390 },
    ]) {
      await page.setViewportSize(size);
      await hasText(/^Lost/);
      await page.waitForFunction(() => document.body.style.getPropertyValue("--self-view-width") !== "");
      const [reason, notice, bar, own] = await Promise.all(
        ["#remote .reason", "#notice", ".toolbar", "#self-view"].map((selector) =>
          page.locator(selector).boundingBox(),
        ),
      );
      // One below the other, without overlap.
      expect((reason?.y ?? 0) + (reason?.height ?? 0)).toBeLessThan(notice?.y ?? 0);
      expect((notice?.y ?? 0) + (notice?.height ?? 0)).toBeLessThan(bar?.y ?? 0);
      expect((notice?.x ?? 0) + (notice?.width ?? 0)).toBeLessThanOrEqual(size.width);
      // Beside our own picture, or above it.
      const isBeside = (notice?.x ?? 0) + (notice?.width ?? 0) < (own?.x ?? 0);
      expect(isBeside || (notice?.y ?? 0) + (notice?.height ?? 0) < (own?.y ?? 0)).toBe(true);
    }
    await page.getByRole("button", { name: "Copy" }).click();
    await hasText("The command is copied.");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(command);
    expect(tab.complaints).toEqual([]);
  });

  it("keeps the name in a caption, and leaves out the last figures where there is little room", async () => {
    await start();
    for (const id of ["ada", "ben", "the-garden-gate"]) await add(id);
    await page.goto(fixture.viewer.url);
    await waitForLive(page, "ada", "ben");
    const caption = page.locator('[data-id="the-garden-gate"] .caption');
    const shown = async (): Promise<string> =>
      (await caption.locator(".figures > div:visible").evaluateAll((all) => all.map((each) => each.className))).join(
        " ",
      );
    const nameIsWhole = (): Promise<boolean> =>
      caption.locator(".name").evaluate((name) => name.scrollWidth <= name.clientWidth);
    // The widest first: fewer and fewer figures, always the first ones.
    const order = "quality age fps rate rtt";
    let before = order.length + 1;
    for (const size of [
      { width: 1900, height: 900 },
      { width: 1000, height: 520 },
      { width: 640, height: 360 },
    ]) {
      await page.setViewportSize(size);
      await until(async () => (await shown()).length < before && (await nameIsWhole()));
      const now = await shown();
      expect(order.startsWith(now)).toBe(true);
      before = now.length;
    }
    expect(before).toBeLessThan("quality age fps".length);
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

  it("says that a side without a camera has none, and counts it as not live", async () => {
    await start();
    const nothing = Object.assign((await createNumberedSource()).frames, {
      describe: () => ({ device: "nothing", empty: true }),
    });
    fixture.viewer.add({ id: "local", name: "Kitchen (this side)", role: "local", frames: nothing });
    fixture.viewer.add({ id: "ada", name: "Ada", role: "remote", frames: createFeed().frames });
    await page.goto(fixture.viewer.url);
    await page.locator('[data-id="local"] .headline').getByText("No camera").waitFor();
    await until(async () => (await page.title()) === "Ada is connected · Kitchen");
    await page.locator('[data-id="ada"]').getByText("No picture yet").waitFor();
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
    expect(await page.title()).toBe("Ended · Kitchen");
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
    expect(await page.title()).toBe("No answer · Kitchen");
    for (const name of ["Pause", "Latency graph"]) {
      expect(await page.getByRole("button", { name, exact: true }).isDisabled()).toBe(true);
    }
    await until(() => readers()[0] === 0);
    await page.unroute("**/streams");
    await waitForLive(page, "ada");
    expect(await page.getByText("The viewer has not answered since").count()).toBe(0);
    expect(await page.title()).toBe("Ada is live · Kitchen");
    expect(await page.getByRole("button", { name: "Pause", exact: true }).isEnabled()).toBe(true);
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
    expect(await page.title()).toMatch(/^Code needed · /);
    await page.getByRole("button", { name: "Enter the code" }).click();
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
