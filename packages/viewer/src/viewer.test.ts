import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { until } from "test-support/until";
import { expect, it } from "vitest";
import { createFeed, frameOf } from "../testing/feed.ts";
import { dial, join } from "../testing/page.ts";
import { read } from "../testing/reader.ts";
import { createViewer } from "./viewer.ts";

function openHandles(): string[] {
  return process.getActiveResourcesInfo().filter((kind) => kind.startsWith("TCP"));
}

it("closes everything: stalled readers and pages, waiting ones, idle connections, and the sources", async () => {
  const before = openHandles().length;
  const viewer = await createViewer();
  const feed = createFeed();
  viewer.add({ id: "a", name: "Ada", role: "remote", frames: feed.frames });
  const silent = createFeed();
  viewer.add({ id: "b", name: "Ben", role: "remote", frames: silent.frames });
  const stalled = await read(viewer.url, "/streams/a.mjpg");
  const waiting = await read(viewer.url, "/streams/a.mjpg");
  const page = await dial(viewer.url, "/events");
  const pageClosed = once(page, "close");
  const viewing = await join(viewer.url, "/streams/a");
  void viewing.frames[Symbol.asyncIterator]().next();
  const snapshot = await read(viewer.url, "/streams/b.jpg");
  const { hostname, port } = new URL(viewer.url);
  const mute = connect(Number(port), hostname);
  await once(mute, "connect");
  const muteClosed = once(mute, "close");
  await stalled.head();
  await waiting.head();
  await until(() => feed.opened === 1 && silent.opened === 1);
  feed.push(frameOf(1, 16 * 1024 * 1024));
  await waiting.part();

  const begun = Date.now();
  await Promise.all([viewer.close(), viewer.close()]);
  await viewer[Symbol.asyncDispose]();
  // The stalled reader has a second; the rest is for a busy machine.
  expect(Date.now() - begun).toBeLessThan(8000);
  mute.resume();
  for (const reader of [stalled, snapshot]) reader.drain();
  page.resume();
  await Promise.all([stalled.closed, pageClosed, snapshot.closed, muteClosed]);
  expect(await viewing.closed).toMatchObject({ by: "remote", code: "left" });
  expect(await waiting.part()).toBeUndefined();
  await until(() => feed.closed === 1 && silent.closed === 1);
  await expect(fetch(viewer.url)).rejects.toThrow();
  await until(() => openHandles().length <= before);
  expect(() => viewer.add({ id: "c", name: "Cem", role: "remote", frames: feed.frames })).toThrow(/closed/);
});

it("closes when its signal aborts, and does not open after it has", async () => {
  const ending = new AbortController();
  const viewer = await createViewer({ signal: ending.signal });
  const page = await dial(viewer.url, "/events");
  const closed = once(page, "close");
  page.resume();
  ending.abort();
  await closed;
  await viewer.close();
  await expect(createViewer({ signal: ending.signal })).rejects.toBe(ending.signal.reason);
});

it("includes a source's current description in /streams", async () => {
  await using viewer = await createViewer();
  let passthrough = true;
  const describe = () => ({
    device: "/dev/video0",
    width: 64,
    height: 48,
    fps: undefined,
    format: "JPEG",
    passthrough,
  });
  const frames = Object.assign(createFeed().frames, { describe });
  viewer.add({ id: "a", name: "Ada", role: "local", frames });
  viewer.add({ id: "b", name: "Ben", role: "remote", frames: createFeed().frames });
  const sources = async (): Promise<unknown> => {
    const { streams } = (await (await fetch(`${viewer.url}streams`)).json()) as ReturnType<typeof viewer.state>;
    return streams.map(({ source }) => source);
  };
  const camera = { device: "/dev/video0", width: 64, height: 48, format: "JPEG" };
  expect(await sources()).toEqual([{ ...camera, passthrough: true }, null]);
  passthrough = false;
  expect(await sources()).toEqual([{ ...camera, passthrough: false }, null]);
});

it("replaces a stream in its position, after which the old handle does nothing", async () => {
  await using viewer = await createViewer();
  const first = createFeed();
  const old = viewer.add({ id: "a", name: "Ada", role: "remote", frames: first.frames });
  viewer.add({ id: "b", name: "Ben", role: "remote", frames: createFeed().frames });
  const generation = viewer.state().streams[0]?.generation;
  const reader = await read(viewer.url, "/streams/a.mjpg");
  await reader.head();
  await until(() => first.opened === 1);

  const second = createFeed();
  const current = viewer.add({ id: "a", name: "Ada again", role: "remote", frames: second.frames });
  expect(await reader.part()).toBeUndefined();
  expect(await reader.closed).toBe("end");
  await until(() => first.closed === 1);
  old.update({ state: "lost" });
  old.remove();
  expect(viewer.state().streams.map(({ name, state }) => [name, state])).toEqual([
    ["Ada again", "live"],
    ["Ben", "live"],
  ]);
  expect(viewer.state().streams[0]?.generation).not.toBe(generation);

  const again = await read(viewer.url, "/streams/a.mjpg");
  await again.head();
  await until(() => second.opened === 1);
  second.push(frameOf(3));
  expect((await again.part())?.headers.get("X-Timestamp")).toBe("3.000000");
  current.remove();
  expect(await again.part()).toBeUndefined();
  expect(viewer.state().streams.map(({ id }) => id)).toEqual(["b"]);
});

it("refuses ids that do not fit in an address", async () => {
  await using viewer = await createViewer();
  const { frames } = createFeed();
  for (const id of ["", "a b", "a/b", "é", "a.b", "x".repeat(65)]) {
    expect(() => viewer.add({ id, name: "Ada", role: "remote", frames })).toThrow(TypeError);
  }
  viewer.add({ id: `-_${"x".repeat(62)}`, name: "Ada", role: "remote", frames });
  const answer = await fetch(`${viewer.url}streams/-_${"x".repeat(62)}.mjpg`, { method: "HEAD" });
  expect(answer.status).toBe(200);
});

it("rejects with the address that it cannot listen on and what to do", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  await expect(createViewer({ port })).rejects.toThrow(
    `The viewer cannot listen on 127.0.0.1 port ${port}: the port is in use. Choose another, or 0 for any that is free.`,
  );
  other.close();
});
