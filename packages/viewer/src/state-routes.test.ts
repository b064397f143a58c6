import { afterEach, expect, it } from "vitest";
import { createFeed } from "../testing/feed.ts";
import { read } from "../testing/reader.ts";
import { until } from "../testing/until.ts";
import type { ViewerState } from "./state.ts";
import { createViewer, type Viewer } from "./viewer.ts";

let viewer: Viewer | undefined;

afterEach(() => viewer?.close());

/** Follows `/events` and keeps the newest state. */
async function follow(url: string): Promise<{ newest(): ViewerState | undefined; count(): number; stop(): void }> {
  const stop = new AbortController();
  const answer = await fetch(`${url}events`, { signal: stop.signal });
  expect(answer.headers.get("content-type")).toBe("text/event-stream");
  let newest: ViewerState | undefined;
  let count = 0;
  void (async () => {
    let text = "";
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        newest = JSON.parse(text.slice("data: ".length, end)) as ViewerState;
        count++;
        text = text.slice(end + 2);
      }
    }
  })().catch(() => {});
  return { newest: () => newest, count: () => count, stop: () => stop.abort() };
}

it("tells the state at once, at each change and each second", async () => {
  viewer = await createViewer({ title: "Kitchen" });
  expect(await (await fetch(`${viewer.url}healthz`)).json()).toEqual({ status: "ok" });
  const events = await follow(viewer.url);
  await until(() => events.count() === 1);
  expect(events.newest()).toMatchObject({ title: "Kitchen", notice: null, command: null, streams: [] });

  viewer.setNotice("Waiting for a client on port 4700.", { command: "start it" });
  await until(() => events.newest()?.notice !== null);
  expect(events.newest()).toMatchObject({ notice: "Waiting for a client on port 4700.", command: "start it" });
  viewer.setNotice(undefined);

  const handle = viewer.add({ id: "a", name: "Ada", role: "remote", frames: createFeed().frames });
  handle.update({ state: "lost", message: "Nothing was heard for 3 s." });
  await until(() => events.newest()?.streams[0]?.state === "lost");
  handle.update({ stats: { fps: 29.5, ageMs: { p50: 40, p95: 60 } } });
  await until(() => events.newest()?.streams[0]?.stats !== null);
  expect(events.newest()).toEqual({
    title: "Kitchen",
    notice: null,
    command: null,
    time: expect.closeTo(Date.now(), -5),
    streams: [
      {
        id: "a",
        name: "Ada",
        role: "remote",
        state: "lost",
        message: "Nothing was heard for 3 s.",
        since: expect.closeTo(Date.now(), -5),
        generation: expect.any(Number),
        width: null,
        height: null,
        codec: null,
        stats: { fps: 29.5, ageMs: { p50: 40, p95: 60 } },
        readers: { count: 0, dropped: 0 },
      },
    ],
  });
  handle.update({ state: "live" });
  await until(() => events.newest()?.streams[0]?.state === "live");
  expect(events.newest()?.streams[0]?.message).toBeNull();
  expect(await (await fetch(`${viewer.url}streams`)).json()).toMatchObject({ streams: events.newest()?.streams ?? [] });

  const before = events.count();
  await until(() => events.count() > before);
  events.stop();
});

it("keeps nothing for a page that reads no events, and tells it the newest afterwards", async () => {
  viewer = await createViewer();
  const handle = viewer.add({ id: "a", name: "Ada", role: "remote", frames: createFeed().frames });
  const stalled = await read(viewer.url, "/events");
  await stalled.head();
  const other = await follow(viewer.url);
  // Far more than the kernel's buffers take: each state is 4 MB.
  for (let count = 1; count <= 8; count++) {
    const message = `${count} ${"x".repeat(4 << 20)}`;
    handle.update({ message });
    await until(() => other.newest()?.streams[0]?.message === message);
  }
  handle.update({ message: "The last." });
  await until(() => other.newest()?.streams[0]?.message === "The last.");

  let text = "";
  let bytes = 0;
  stalled.drain((chunk) => {
    bytes += chunk.length;
    text = (text + chunk.toString("latin1")).slice(-10_000);
  });
  await until(() => text.includes("The last."));
  // At most what the kernel had, what was being written, and the newest.
  expect(bytes).toBeLessThan(20 << 20);
  stalled.socket.destroy();
  other.stop();
});
