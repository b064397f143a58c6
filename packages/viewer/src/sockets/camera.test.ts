import { createLatestSlot, type EncodedFrame, now, type Source } from "@framewire/media";
import { until } from "test-support/until";
import { afterEach, expect, it } from "vitest";
import { counted, createFeed, freshFrame } from "../../testing/feed.ts";
import { join } from "../../testing/page.ts";
import type { SharedCamera } from "../streams/shared-camera.ts";
import { createViewer, type Viewer } from "../viewer.ts";

let viewer: Viewer | undefined;

afterEach(() => viewer?.close());

/** Reads a camera, and keeps the newest frame. */
function open(source: Source<EncodedFrame>): { next(): Promise<EncodedFrame | undefined>; close(): void } {
  const leaving = new AbortController();
  const frames = createLatestSlot<EncodedFrame>();
  void (async () => {
    for await (const frame of source({ signal: leaving.signal })) frames.put(frame);
    frames.close();
  })();
  return { next: async () => (await frames.take()).value, close: () => leaving.abort() };
}

it("shares a page's camera with times on this machine's clock, open only while it is read", async () => {
  const cameras: SharedCamera[] = [];
  viewer = await createViewer({ title: "Kitchen", onCamera: (camera) => cameras.push(camera) });
  expect(viewer.state().camera).toEqual({ offered: true, sharedBy: null, name: null });
  const feed = createFeed();
  const source = counted(feed.frames);
  const page = await join(viewer.url, "/camera", { name: "Ada's phone", instanceId: "adas-phone", codecs: ["jpeg"] });
  expect(page.remote.name).toBe("Kitchen");
  void page.send({ ladder: [{ relativeBytes: 1 }, { relativeBytes: 0.5 }], subscribe: () => source.frames });
  await until(() => cameras.length === 1 && source.open === 0);
  expect(viewer.state().camera).toEqual({ offered: true, sharedBy: "adas-phone", name: "Ada's phone" });
  const [camera] = cameras as [SharedCamera];
  expect(camera).toMatchObject({ id: "adas-phone", name: "Ada's phone" });

  for (const sequence of [1, 2]) {
    const reader = open(camera.frames);
    await until(() => source.open === 1);
    const frame = { ...freshFrame(sequence, 3000), level: 1, times: { encoded: now() } };
    const next = reader.next();
    feed.push(frame);
    const got = await next;
    // The clocks of one process are compared to some milliseconds.
    expect(Math.abs((got?.timestamp ?? 0) - frame.timestamp)).toBeLessThan(100_000);
    expect(Math.abs((got?.times?.encoded ?? 0) - frame.times.encoded)).toBeLessThan(100_000);
    expect(got).toMatchObject({ sequence, codec: "jpeg", width: 64, height: 48 });
    // The level belongs to the page's connection.
    expect(got?.level).toBeUndefined();
    expect(Buffer.from(got?.data ?? []).equals(frame.data)).toBe(true);
    reader.close();
    await until(() => source.open === 0);
  }
  await page.close();
  expect(await camera.closed).toMatchObject({ by: "remote", code: "left" });
  expect(camera.signal.aborted).toBe(true);
  await until(() => viewer?.state().camera.sharedBy === null);
});

it("the latest page replaces the former, which receives the reason", async () => {
  const cameras: SharedCamera[] = [];
  viewer = await createViewer({ onCamera: (camera) => cameras.push(camera) });
  const first = await join(viewer.url, "/camera", { name: "Ada" });
  await until(() => cameras.length === 1);
  const second = await join(viewer.url, "/camera", { name: "Ben", instanceId: "bens-phone" });
  expect(await first.closed).toEqual({ by: "remote", code: "replaced", message: "Ben shares its camera now." });
  await until(() => cameras.length === 2);
  expect(cameras[0]?.signal.aborted).toBe(true);
  // The end of the first does not change the second.
  await cameras[0]?.closed;
  expect(viewer.state().camera.sharedBy).toBe("bens-phone");

  await cameras[1]?.close("The call is over.");
  expect(await second.closed).toMatchObject({ by: "remote", code: "left", message: "The call is over." });
  await until(() => viewer?.state().camera.sharedBy === null);
});

it("is refused with a sentence without onCamera", async () => {
  viewer = await createViewer();
  await expect(join(viewer.url, "/camera")).rejects.toMatchObject({
    info: { by: "remote", code: "unauthorised", message: "This viewer does not accept a page's camera." },
  });
});

it("ends with the viewer, even when the page sends nothing", async () => {
  viewer = await createViewer({ onCamera() {} });
  const page = await join(viewer.url, "/camera");
  await viewer.close();
  expect(await page.closed).toMatchObject({ by: "remote", code: "left" });
});
