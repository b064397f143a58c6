import type { SourceDescription } from "@framewire/media";
import { until } from "test-support/until";
import { afterEach, expect, it } from "vitest";
import { createFeed, frameOf } from "../../testing/feed.ts";
import { read } from "../../testing/reader.ts";
import { createViewer, type Viewer } from "../viewer.ts";
import type { StreamInfo } from "./state.ts";

let viewer: Viewer | undefined;

afterEach(() => viewer?.close());

it("reads a stream that is kept open without a reader, and opens it once for all", async () => {
  viewer = await createViewer();
  const feed = createFeed();
  const stream = viewer.add({ id: "a", name: "Ada", role: "remote", frames: feed.frames, keepOpen: true });
  await until(() => feed.opened === 1);
  feed.push(frameOf(1));
  await until(() => viewer?.state().streams[0]?.width === 64);
  expect(viewer.state().streams[0]?.readers).toEqual({ count: 0, dropped: 0 });

  const reader = await read(viewer.url, "/streams/a.mjpg");
  await reader.head();
  await until(() => viewer?.state().streams[0]?.readers.count === 1);
  const frame = frameOf(2);
  feed.push(frame);
  expect((await reader.part())?.data.equals(frame.data)).toBe(true);
  reader.socket.destroy();
  await until(() => viewer?.state().streams[0]?.readers.count === 0);
  expect([feed.opened, feed.closed]).toEqual([1, 0]);
  stream.remove();
  await until(() => feed.closed === 1);
});

it("says what the source's problem is, and that a source without frames is not live", async () => {
  viewer = await createViewer();
  let description: SourceDescription = { device: "/dev/video0" };
  const frames = Object.assign(createFeed().frames, { describe: () => description });
  viewer.add({ id: "a", name: "Ada", role: "local", frames });
  const stream = (): StreamInfo | undefined => viewer?.state().streams[0];
  expect(stream()).toMatchObject({ state: "live", source: { device: "/dev/video0" } });
  expect(stream()).not.toHaveProperty("problem");
  description = { device: "/dev/video0", problem: "It is not there." };
  expect(stream()).toMatchObject({ state: "live", problem: "It is not there.", source: { device: "/dev/video0" } });
  const metrics = await (await fetch(`${viewer.url}metrics`)).text();
  expect(metrics).toMatch(/^framewire_stream_live\{.*\} 0$/m);
  description = { device: "nothing", empty: true };
  expect(stream()).toMatchObject({ state: "none", source: { device: "nothing" } });
});
