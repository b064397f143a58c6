import { until } from "test-support/until";
import { afterEach, expect, it } from "vitest";
import type WebSocket from "ws";
import { createFeed } from "../../testing/feed.ts";
import { dial } from "../../testing/page.ts";
import type { ViewerState } from "../streams/state.ts";
import { createViewer, type Viewer } from "../viewer.ts";

let viewer: Viewer | undefined;

afterEach(() => viewer?.close());

interface Follower {
  readonly socket: WebSocket;
  readonly newest: ViewerState | undefined;
  readonly count: number;
  readonly bytes: number;
  /** The code that the socket was closed with. */
  readonly closed: Promise<number>;
}

/** Follows `/events` and keeps the newest state. */
async function follow(url: string): Promise<Follower> {
  const socket = await dial(url, "/events");
  let newest: ViewerState | undefined;
  let count = 0;
  let bytes = 0;
  socket.on("message", (data: Buffer, binary) => {
    expect(binary).toBe(false);
    newest = JSON.parse(data.toString()) as ViewerState;
    bytes += data.byteLength;
    count++;
  });
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  socket.resume();
  return {
    socket,
    closed,
    get newest() {
      return newest;
    },
    get count() {
      return count;
    },
    get bytes() {
      return bytes;
    },
  };
}

it("sends the state at once, at each change and each second, and /streams has the same", async () => {
  viewer = await createViewer({ title: "Kitchen", onHangUp() {} });
  expect(await (await fetch(`${viewer.url}healthz`)).json()).toEqual({ status: "ok" });
  const page = await follow(viewer.url);
  await until(() => page.count === 1);
  expect(page.newest).toMatchObject({ title: "Kitchen", notice: null, command: null, streams: [] });

  viewer.setNotice("Waiting for a client on port 4700.", { command: "start it" });
  await until(() => page.newest?.notice !== null);
  expect(page.newest).toMatchObject({ notice: "Waiting for a client on port 4700.", command: "start it" });
  viewer.setNotice(undefined);

  const handle = viewer.add({ id: "a", name: "Ada", role: "remote", frames: createFeed().frames });
  handle.update({ state: "lost", message: "Nothing was heard for 3 s." });
  await until(() => page.newest?.streams[0]?.state === "lost");
  handle.update({ stats: { fps: 29.5, level: 2, ageMs: { p50: 40, p95: 60 } } });
  await until(() => page.newest?.streams[0]?.stats !== null);
  expect(page.newest).toEqual({
    title: "Kitchen",
    notice: null,
    detail: null,
    command: null,
    time: expect.closeTo(Date.now(), -5),
    ended: null,
    invites: false,
    canHangUp: true,
    camera: { offered: false, sharedBy: null, name: null },
    streams: [
      {
        id: "a",
        name: "Ada",
        role: "remote",
        state: "lost",
        message: "Nothing was heard for 3 s.",
        since: expect.closeTo(Date.now(), -5),
        generation: expect.any(Number),
        canDisconnect: false,
        width: null,
        height: null,
        codec: null,
        stats: { fps: 29.5, level: 2, ageMs: { p50: 40, p95: 60 } },
        source: null,
        readers: { count: 0, dropped: 0 },
      },
    ],
  });
  handle.update({ state: "live" });
  await until(() => page.newest?.streams[0]?.state === "live");
  expect(page.newest?.streams[0]?.message).toBeNull();
  const fetched = (await (await fetch(`${viewer.url}streams`)).json()) as ViewerState;
  expect({ ...fetched, time: 0 }).toEqual({ ...page.newest, time: 0 });

  const before = page.count;
  await until(() => page.count > before);
  expect((await fetch(`${viewer.url}events`)).status).toBe(426);
});

it("sends the reason before it closes the page's socket", async () => {
  viewer = await createViewer();
  const page = await follow(viewer.url);
  await until(() => page.count === 1);
  await viewer.close({ message: "The server refused: busy." });
  expect(await page.closed).toBe(1001);
  expect(page.newest?.ended).toBe("The server refused: busy.");
});

it("queues nothing for a page that reads no events, and sends it the newest state afterwards", async () => {
  viewer = await createViewer();
  const handle = viewer.add({ id: "a", name: "Ada", role: "remote", frames: createFeed().frames });
  const stalled = await follow(viewer.url);
  await until(() => stalled.count > 0);
  stalled.socket.pause();
  const other = await follow(viewer.url);
  // Far more than fits in the kernel's buffers: each state is 4 MB.
  for (let count = 1; count <= 8; count++) {
    const message = `${count} ${"x".repeat(4 << 20)}`;
    handle.update({ message });
    await until(() => other.newest?.streams[0]?.message === message);
  }
  handle.update({ message: "The last." });
  await until(() => other.newest?.streams[0]?.message === "The last.");
  const before = stalled.bytes;
  stalled.socket.resume();
  await until(() => stalled.newest?.streams[0]?.message === "The last.");
  // At most the kernel's buffers, the state that was being written, and the newest one.
  expect(stalled.bytes - before).toBeLessThan(20 << 20);
});

it("disconnects a page that no longer answers pings", async () => {
  const logged: string[] = [];
  const log = { debug() {}, info: (text: string) => logged.push(text), warn() {}, error() {} };
  viewer = await createViewer({ stallTimeoutMs: 300, log });
  const page = await follow(viewer.url);
  const stalled = await follow(viewer.url);
  await until(() => stalled.count > 0 && page.count > 0);
  stalled.socket.pause();
  await until(() => logged.some((text) => text.includes("A page accepted no data")));
  stalled.socket.resume();
  expect(await stalled.closed).toBe(1006);
  // The other page has answered the pings.
  const before = page.count;
  await until(() => page.count > before);
});

it("closes a page's socket with the reason when there are too many", async () => {
  viewer = await createViewer();
  const { url } = viewer;
  const pages = await Promise.all(Array.from({ length: 32 }, () => follow(url)));
  await until(() => pages.every(({ count }) => count > 0));
  const refused = await dial(url, "/events");
  const why = new Promise((resolve) => refused.once("close", (code, reason) => resolve([code, reason.toString()])));
  refused.resume();
  expect(await why).toEqual([1013, "There are too many pages open: close some of them."]);
  pages[0]?.socket.terminate();
  await until(async () => {
    const next = await follow(url);
    await until(() => next.count > 0 || next.socket.readyState !== next.socket.OPEN);
    return next.count > 0;
  });
});
