import { afterEach, expect, it } from "vitest";
import { createFeed } from "../../testing/feed.ts";
import { createViewer, type Viewer } from "../viewer.ts";

let viewer: Viewer | undefined;

afterEach(() => viewer?.close());

it("disconnects one peer for the viewer's own page, while it is live", async () => {
  let count = 0;
  viewer = await createViewer();
  const { origin } = new URL(viewer.url);
  const stream = viewer.add({
    id: "ada",
    name: "Ada",
    role: "remote",
    frames: createFeed().frames,
    onDisconnect: () => count++,
  });
  viewer.add({ id: "local", name: "Kitchen", role: "local", frames: createFeed().frames });
  const post = (id: string, from: string): Promise<number> =>
    fetch(`${viewer?.url}streams/${id}/disconnect`, { method: "POST", headers: { origin: from } }).then(
      ({ status }) => status,
    );
  expect(viewer.state().streams.map(({ canDisconnect }) => canDisconnect)).toEqual([true, false]);
  expect(await post("ada", "https://evil.example")).toBe(403);
  expect(await post("nobody", origin)).toBe(404);
  expect(await post("local", origin)).toBe(409);
  expect(count).toBe(0);
  expect(await post("ada", origin)).toBe(204);
  expect(count).toBe(1);
  stream.update({ state: "left" });
  expect(viewer.state().streams[0]?.canDisconnect).toBe(false);
  expect(await post("ada", origin)).toBe(409);
  expect(count).toBe(1);
});
