/// <reference lib="dom" />

import type { Page } from "playwright-core";
import { chromiumMissing } from "test-support/chromium";
import { openTab, type Tab } from "test-support/tab";
import { until } from "test-support/until";
import { beforeEach, describe, expect, it } from "vitest";
import type { SharedCamera } from "../../src/streams/shared-camera.ts";
import { waitForLive } from "../../testing/on-page.ts";
import { usePage } from "./page-fixture.ts";

describe.skipIf(chromiumMissing)("the camera on the page (needs chromium: apt-get install chromium)", () => {
  const fixture = usePage();
  const { start, add, hasText } = fixture;
  let tab: Tab;
  let page: Page;

  beforeEach(() => {
    tab = fixture.tab;
    page = fixture.tab.page;
  });

  it("reaches onCamera, is mirrored here, is encoded only while it is read, and ends", async () => {
    const cameras: SharedCamera[] = [];
    await start({ onCamera: (camera) => cameras.push(camera) });
    const local = await add("local", "local");
    await page.goto(fixture.viewer.url);
    await waitForLive(page, "local");
    await page.keyboard.press("c");
    const dialog = page.getByRole("dialog", { name: "Share your camera" });
    await dialog.getByText("fake_device_0, 1280×720").waitFor();
    await dialog.getByLabel("Size").selectOption("640 × 360");
    await dialog.getByText(/640×360/).waitFor();
    await dialog.getByRole("button", { name: "Share" }).click();
    await until(() => cameras.length === 1);
    const [camera] = cameras;
    expect(camera?.name).toBe("Chrome on Linux");
    expect(fixture.viewer.state().camera).toMatchObject({
      offered: true,
      name: "Chrome on Linux",
      sharedBy: camera?.id,
    });

    const images = new Set<string>();
    for await (const { codec, width, height, data, level } of camera?.frames() ?? []) {
      expect({ codec, width, height, level: level ?? 0 }).toEqual({
        codec: "jpeg",
        width: 640,
        height: 360,
        level: 0,
      });
      expect([...data.subarray(0, 2), ...data.subarray(-2)]).toEqual([0xff, 0xd8, 0xff, 0xd9]);
      images.add(Buffer.from(data).toString("base64"));
      if (images.size === 10) break;
    }
    await page.keyboard.press("c");
    await dialog.getByText("No viewer is open at the moment.").waitFor();

    // The page shows it directly, not through the gateway.
    await until(() => local.open === 0);
    const preview = page.getByLabel("Our own camera, as this page shares it");
    expect(await preview.evaluate((video) => getComputedStyle(video).scale)).toBe("-1 1");
    await until(() => preview.evaluate((video) => (video as HTMLVideoElement).currentTime > 0));

    await dialog.getByRole("button", { name: "Stop sharing" }).click();
    expect(await camera?.closed).toMatchObject({ by: "remote", code: "left" });
    expect(fixture.viewer.state().camera.name).toBe(null);
    await dialog.getByRole("button", { name: "Close" }).click();
    await waitForLive(page, "local");
    expect(tab.complaints).toEqual([]);
  });

  it("is replaced by another page's, with the reason", async () => {
    const cameras: SharedCamera[] = [];
    await start({ onCamera: (camera) => cameras.push(camera) });
    const other = (await openTab(fixture.browser)).page;
    for (const each of [page, other]) {
      await each.goto(fixture.viewer.url);
      await each.getByRole("button", { name: "Share your camera" }).click();
      if (each === other) await each.getByText("Chrome on Linux shares its camera now.").waitFor();
      await each.getByRole("dialog").getByRole("button", { name: "Share" }).click();
      await until(() => cameras.length === (each === page ? 1 : 2));
    }
    await hasText(/^Your camera is no longer shared\. Chrome on Linux shares its camera now\.$/);
    expect(fixture.viewer.state().camera.sharedBy).toBe(cameras[1]?.id);
  });

  it("is offered only with onCamera", async () => {
    await start();
    await page.goto(fixture.viewer.url);
    await hasText("No peer is connected");
    expect(await page.getByRole("button", { name: "Share your camera" }).count()).toBe(0);
    await page.keyboard.press("c");
    expect(await page.getByRole("dialog").count()).toBe(0);
  });
});
