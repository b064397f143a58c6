import { Socket } from "node:net";
import { abortable, type EncodedFrame, onAbort } from "@framewire/media";
import { type Connection, openConnection } from "@framewire/protocol";
import { webSocketTransport } from "@framewire/protocol/websocket";
import { until } from "test-support/until";
import { afterEach, expect, it, vi } from "vitest";
import { greyFrame, noiseJpeg } from "../../testing/encoded-frames.ts";
import { createFeed, freshFrame, loopOf } from "../../testing/feed.ts";
import { dial, join } from "../../testing/page.ts";
import { createViewer, type Viewer } from "../viewer.ts";

let viewer: Viewer | undefined;

afterEach(async () => {
  vi.restoreAllMocks();
  await viewer?.close();
});

function readers(): number {
  return viewer?.state().streams[0]?.readers.count ?? 0;
}

it("sends a page the stream's own bytes while it wants frames, and says bye when the stream ends", async () => {
  viewer = await createViewer();
  const feed = createFeed();
  const stream = viewer.add({ id: "a", name: "Ada", role: "remote", frames: feed.frames });
  const page = await join(viewer.url, "/streams/a");
  expect(page.remote.name).toBe("Ada");
  const frames = page.frames[Symbol.asyncIterator]();
  for (const sequence of [1, 2, 3]) {
    const next = frames.next();
    await until(() => feed.opened === 1 && readers() === 1);
    const frame = { ...freshFrame(sequence, 5000), codec: sequence === 3 ? "webp" : "jpeg" };
    feed.push(frame);
    const { value } = await next;
    expect(value).toMatchObject({ sequence, timestamp: frame.timestamp, codec: frame.codec, width: 64, height: 48 });
    expect(Buffer.from(value.data).equals(frame.data)).toBe(true);
  }
  // The page stops reading, the connection stays, and the page reads again.
  await frames.return?.();
  await until(() => feed.closed === 1 && readers() === 0);
  const again = page.frames[Symbol.asyncIterator]().next();
  await until(() => feed.opened === 2);
  feed.push(freshFrame(4));
  expect((await again).value).toMatchObject({ sequence: 4 });
  stream.remove();
  expect(await page.closed).toMatchObject({ by: "remote", code: "left" });
});

it("says in a bye that there is no such stream, or that no codec can convert its frames", async () => {
  viewer = await createViewer();
  await expect(join(viewer.url, "/streams/unknown")).rejects.toMatchObject({
    info: { by: "remote", code: "left", message: 'There is no stream "unknown".' },
  });
  const feed = createFeed();
  viewer.add({ id: "a", name: "Ada", role: "remote", frames: feed.frames });
  const page = await join(viewer.url, "/streams/a");
  const next = page.frames[Symbol.asyncIterator]().next();
  await until(() => feed.opened === 1);
  feed.push({ ...freshFrame(1), codec: "raw" });
  expect((await next).done).toBe(true);
  expect(await page.closed).toMatchObject({ by: "remote", code: "no-common-codec" });
});

it("ends the page's connection when the source ends or fails", async () => {
  viewer = await createViewer();
  const feed = createFeed();
  viewer.add({ id: "a", name: "Ada", role: "remote", frames: feed.frames });
  for (const [error, message] of [
    [undefined, "The other side hung up."],
    [new Error("The camera is disconnected."), "The camera is disconnected."],
  ] as const) {
    const { opened } = feed;
    const page = await join(viewer.url, "/streams/a");
    const next = page.frames[Symbol.asyncIterator]().next();
    await until(() => feed.opened > opened);
    feed.end(error);
    expect((await next).done).toBe(true);
    expect(await page.closed).toMatchObject({ by: "remote", code: "left", message });
  }
});

it("buffers little for a page that stalls, and does not affect two other pages and their level", async () => {
  viewer = await createViewer();
  const frame = await greyFrame("jpeg", 1);
  // Frames as large as a camera's: bytes after the end of a JPEG are not part of it.
  const data = Buffer.concat([frame.data, Buffer.alloc(100_000)]);
  viewer.add({ id: "a", name: "Ada", role: "remote", frames: loopOf([data], 64, 48, 10) });
  const { url } = viewer;
  const sockets = new Set<Socket>();
  const prototype = Socket.prototype as Socket & { _writev(chunks: unknown[], done: unknown): void };
  const writev = prototype._writev;
  vi.spyOn(prototype, "_writev").mockImplementation(function (this: Socket, chunks, done) {
    sockets.add(this);
    writev.call(this, chunks, done);
  });
  const stalled = await dial(url, "/streams/a");
  const opening = openConnection(webSocketTransport(stalled), { codecs: ["jpeg"], name: "Stalled" });
  stalled.resume();
  const stalledConnection = await opening;
  const seen = [0, 0];
  const leaving = new AbortController();
  const pages = await Promise.all([join(url, "/streams/a"), join(url, "/streams/a")]);
  const reading = pages.map(async ({ frames }, index) => {
    const iterator = frames[Symbol.asyncIterator]();
    onAbort(leaving.signal, () => void iterator.return?.());
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      expect(next.value.data.byteLength).toBe(data.byteLength);
      seen[index] = (seen[index] ?? 0) + 1;
    }
  });
  const first = stalledConnection.frames[Symbol.asyncIterator]();
  await first.next();
  // From here on it reads nothing from the network.
  stalled.pause();
  const before = [...seen];
  let maxBuffered = 0;
  await until(() => {
    for (const socket of sockets) maxBuffered = Math.max(maxBuffered, socket.writableLength);
    return seen.every((count, index) => count > (before[index] ?? 0) + 100);
  });
  expect(maxBuffered).toBeLessThan(1_000_000);
  expect(pages.map((page) => page.stats().received.level)).toEqual([0, 0]);
  // Frames that are not sent to the stalled page are counted.
  await until(() => (viewer?.state().streams[0]?.readers.dropped ?? 0) > 50);
  leaving.abort();
  await Promise.all(reading);
  stalled.terminate();
  await until(() => readers() === 0);
});

it("sends each page the level that its connection has room for", async () => {
  viewer = await createViewer();
  const data = await noiseJpeg(320, 240);
  viewer.add({ id: "a", name: "Ada", role: "remote", frames: loopOf([data], 320, 240, 33) });
  const { url } = viewer;
  const slow = await join(url, "/streams/a", { bytesPerSecond: (data.byteLength * 30) / 4 });
  const quick = await join(url, "/streams/a");
  const leaving = new AbortController();
  const newest = new Map<Connection, EncodedFrame>();
  const reading = [slow, quick].map(async (page) => {
    for await (const frame of abortable(page.frames, leaving.signal)) newest.set(page, frame);
  });
  // A quarter of the bytes: smaller frames, and all of them in time.
  await until(() => {
    const frame = newest.get(slow);
    return frame !== undefined && (frame.level ?? 0) > 0 && frame.data.byteLength < data.byteLength / 3;
  });
  const { frames } = slow.stats().received;
  await until(() => slow.stats().received.frames > frames + 45 && slow.stats().received.fps > 15);
  expect(newest.get(quick)?.level ?? 0).toBe(0);
  expect(newest.get(quick)?.data.byteLength).toBe(data.byteLength);
  leaving.abort();
  await Promise.all(reading);
});
