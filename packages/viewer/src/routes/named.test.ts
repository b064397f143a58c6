import { until } from "test-support/until";
import { afterEach, describe, expect, it } from "vitest";
import { createFeed, type Feed, frameOf } from "../../testing/feed.ts";
import { read } from "../../testing/reader.ts";
import { createViewer, type Viewer } from "../viewer.ts";

let viewer: Viewer | undefined;

afterEach(() => viewer?.close());

async function open(): Promise<Viewer> {
  viewer = await createViewer();
  return viewer;
}

async function push(feed: Feed, sequence: number): Promise<void> {
  const before = feed.opened;
  await until(() => before > 0 && feed.opened > feed.closed);
  feed.push(frameOf(sequence));
}

function addressOf(name: string): string {
  return `/streams/by-name/${encodeURIComponent(name)}`;
}

describe("a stream by its name", () => {
  it.each(["Kitchen", "Großer Saal / Süd", "50 % off?", "a.jpg", "ÄÖÜ".repeat(30)])(
    "has an address: %s",
    async (name) => {
      const { url, add } = await open();
      const feed = createFeed();
      add({ id: "one", name, role: "remote", frames: feed.frames });
      const reader = await read(url, `${addressOf(name)}.mjpg`);
      expect(await reader.head()).toContain("200 OK");
      await until(() => feed.opened === 1);
      await push(feed, 7);
      expect((await reader.part())?.headers.get("X-Framewire-Sequence")).toBe("7");
      reader.socket.destroy();
      await until(() => feed.closed === 1);

      const snapshot = fetch(new URL(`${addressOf(name)}.jpg`, url));
      await until(() => feed.opened === 2);
      await push(feed, 8);
      expect((await snapshot).headers.get("x-framewire-sequence")).toBe("8");
    },
  );

  it("goes on after its peer was away, and in another instance of it", async () => {
    const { url, add } = await open();
    const reader = await read(url, "/streams/by-name/Ada.mjpg");
    expect(await reader.head()).toContain("200 OK");

    for (const [id, sequence] of [
      ["first", 1],
      ["second", 2],
    ] as const) {
      const feed = createFeed();
      const stream = add({ id, name: "Ada", role: "remote", frames: feed.frames });
      await until(() => feed.opened === 1);
      await push(feed, sequence);
      expect((await reader.part())?.headers.get("X-Framewire-Sequence")).toBe(String(sequence));
      feed.end();
      stream.update({ state: "lost", message: "The connection is lost." });
      await until(() => feed.closed === 1);
      const gone = await fetch(`${url}streams/by-name/Ada.jpg`);
      expect(gone.status).toBe(503);
      expect(gone.headers.get("retry-after")).toBe("5");
      expect(await gone.json()).toEqual({ error: expect.stringContaining('No live stream has the name "Ada"') });
    }
    reader.socket.destroy();
  });

  it("is that of the newest live one of two peers", async () => {
    const { url, add } = await open();
    const [older, newer] = [createFeed(), createFeed()];
    add({ id: "older", name: "Ada", role: "remote", frames: older.frames });
    const reader = await read(url, "/streams/by-name/Ada.mjpg");
    await reader.head();
    await until(() => older.opened === 1);
    await push(older, 1);
    expect((await reader.part())?.headers.get("X-Framewire-Sequence")).toBe("1");

    const stream = add({ id: "newer", name: "Ada", role: "remote", frames: newer.frames });
    await until(() => newer.opened === 1 && older.closed === 1);
    await push(newer, 2);
    expect((await reader.part())?.headers.get("X-Framewire-Sequence")).toBe("2");

    stream.update({ state: "left" });
    await until(() => newer.closed === 1 && older.opened === 2);
    await push(older, 3);
    expect((await reader.part())?.headers.get("X-Framewire-Sequence")).toBe("3");
    reader.socket.destroy();
  });

  it("ends with the viewer while it waits, and says what is missing in another address", async () => {
    const { url } = await open();
    const reader = await read(url, "/streams/by-name/Nobody.mjpg");
    expect(await reader.head()).toContain("200 OK");
    const other = await fetch(`${url}streams/by-name/Nobody`);
    expect(other.status).toBe(404);
    expect(await other.json()).toEqual({ error: expect.stringContaining("/streams/by-name/NAME.mjpg") });
    reader.drain();
    await viewer?.close();
    expect(await reader.closed).toBe("end");
  });
});
