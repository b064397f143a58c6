import { now } from "@framewire/media";
import { afterEach, expect, it } from "vitest";
import { createFeed, frameOf } from "../testing/feed.ts";
import { join } from "../testing/page.ts";
import { until } from "../testing/until.ts";
import { createViewer, type Viewer } from "./viewer.ts";

let viewer: Viewer | undefined;

afterEach(() => viewer?.close());

it("sends a page the stream's very bytes while it looks, and says bye when the stream ends", async () => {
  viewer = await createViewer();
  const feed = createFeed();
  const stream = viewer.add({ id: "a", name: "Ada", role: "remote", frames: feed.frames });
  const page = await join(viewer.url, "/streams/a");
  expect(page.remote.name).toBe("Ada");
  const frames = page.frames[Symbol.asyncIterator]();
  for (const sequence of [1, 2, 3]) {
    const next = frames.next();
    await until(() => feed.opened === 1 && viewer?.state().streams[0]?.readers.count === 1);
    const frame = { ...frameOf(sequence, 5000), timestamp: now() };
    feed.push(frame);
    const { value } = await next;
    expect(value).toMatchObject({ sequence, codec: "jpeg", width: 64, height: 48 });
    expect(Buffer.from(value.data).equals(frame.data)).toBe(true);
  }
  await frames.return?.();
  await until(() => feed.closed === 1 && viewer?.state().streams[0]?.readers.count === 0);
  stream.remove();
  expect(await page.closed).toMatchObject({ by: "remote", code: "left" });
});
