import { until } from "test-support/until";
import { afterEach, expect, it } from "vitest";
import { createFeed, frameOf } from "../../testing/feed.ts";
import { createViewer, type Viewer } from "../viewer.ts";

let viewer: Viewer | undefined;

afterEach(() => viewer?.close());

it("sends the next frame and closes the source", async () => {
  viewer = await createViewer();
  const feed = createFeed();
  viewer.add({ id: "a", name: "Ada", role: "remote", frames: feed.frames });
  const asked = fetch(`${viewer.url}streams/a.jpg`);
  await until(() => feed.opened === 1);
  const frame = frameOf(5, 3000);
  feed.push(frame);
  const answer = await asked;
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("image/jpeg");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.get("content-length")).toBe("3000");
  expect(answer.headers.get("x-timestamp")).toBe("5.000000");
  expect(Buffer.from(await answer.arrayBuffer()).equals(frame.data)).toBe(true);
  await until(() => feed.closed === 1);

  const head = await fetch(`${viewer.url}streams/a.jpg`, { method: "HEAD" });
  expect(head.status).toBe(200);
  expect(head.headers.get("content-type")).toBe("image/jpeg");
  expect(feed.opened).toBe(1);
});

it("keeps the source open for a client that asks again soon, and no longer", async () => {
  viewer = await createViewer();
  const feed = createFeed();
  viewer.add({ id: "a", name: "Ada", role: "remote", frames: feed.frames });
  for (const sequence of [1, 2, 3]) {
    const asked = fetch(`${viewer.url}streams/a.jpg`);
    await until(() => feed.opened === 1 && viewer?.state().streams[0]?.readers.count === 1);
    feed.push(frameOf(sequence));
    expect((await asked).headers.get("x-timestamp")).toBe(`${sequence}.000000`);
  }
  await until(() => feed.closed === 1);
  expect(feed.opened).toBe(1);
});

it("replies with the reason when no frame arrives in time, the source fails, or no codec can convert its frames", async () => {
  viewer = await createViewer();
  const silent = createFeed();
  const broken = createFeed();
  const odd = createFeed();
  viewer.add({ id: "silent", name: "Ada", role: "remote", frames: silent.frames });
  viewer.add({ id: "broken", name: "Ben", role: "remote", frames: broken.frames });
  viewer.add({ id: "odd", name: "Cem", role: "remote", frames: odd.frames });
  const late = fetch(`${viewer.url}streams/silent.jpg`);
  const failed = fetch(`${viewer.url}streams/broken.jpg`);
  const unfit = fetch(`${viewer.url}streams/odd.jpg`);
  await until(() => broken.opened === 1 && odd.opened === 1);
  broken.end(new Error("the camera is disconnected"));
  odd.push({ ...frameOf(1), codec: "raw" });

  expect((await failed).status).toBe(503);
  expect(await (await failed).json()).toEqual({ error: "Ben has no frame: the camera is disconnected" });
  expect((await unfit).status).toBe(501);
  expect((await late).status).toBe(503);
  expect(await (await late).json()).toEqual({ error: "No frame of Ada arrived within 2 s; ask again later." });
  await until(() => silent.closed === 1);
});

it("closes the source when the reader disconnects before the frame", async () => {
  viewer = await createViewer();
  const feed = createFeed();
  viewer.add({ id: "a", name: "Ada", role: "remote", frames: feed.frames });
  const leaving = new AbortController();
  const asked = fetch(`${viewer.url}streams/a.jpg`, { signal: leaving.signal });
  await until(() => feed.opened === 1);
  leaving.abort();
  await expect(asked).rejects.toThrow();
  await until(() => feed.closed === 1);
});

it("replies 404 with a sentence for a stream that does not exist", async () => {
  viewer = await createViewer();
  for (const path of ["streams/unknown.jpg", "streams/unknown.mjpg"]) {
    const answer = await fetch(`${viewer.url}${path}`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get("content-type")).toContain("application/json");
    expect(((await answer.json()) as { error: string }).error).toContain('There is no stream "unknown"');
  }
  for (const path of ["nothing", "streams/a.gif", "streams/%2e%2e%2fpackage.json", "package.json"]) {
    const answer = await fetch(`${viewer.url}${path}`);
    expect(answer.status).toBe(404);
    expect(((await answer.json()) as { error: string }).error).toContain("There is nothing at GET");
  }
});
