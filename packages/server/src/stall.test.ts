import { now, sleep } from "@framewire/media";
import type { Connection } from "@framewire/protocol";
import { describe, expect, it } from "vitest";
import { helloBytes, join, openRaw } from "../testing/peers.ts";
import { serve } from "../testing/serve.ts";
import { jpegs } from "../testing/sources.ts";
import { until, watch } from "../testing/until.ts";

const fps = 30;
const calmMs = 3000;
const stallMs = 6000;

describe("two clients that stall", () => {
  it("cost the others nothing: one that takes no picture stays, one that reads no byte is lost within 3 s", async () => {
    const camera = jpegs({ fps, bytes: 70_000 });
    const { server, port } = await serve({ source: camera.source });
    const connections = new Map<string, Connection>();
    void (async () => {
      for await (const connection of server) connections.set(connection.remote.name, connection);
    })();
    const watchers = await Promise.all(["first", "second"].map((name) => join(port, { name })));
    const sleeper = await join(port, { name: "sleeper" });
    const frozen = await openRaw(port, { answersPings: true });
    frozen.socket.write(helloBytes("frozen-client"));
    const watches = watchers.map(({ connection }) => watch(connection.frames));
    // It stays in its loop, so that its side goes on to look, and takes a picture only when told to.
    const sleeping = sleeper.connection.frames[Symbol.asyncIterator]();
    for (let i = 0; i < fps; i++) await sleeping.next();
    await until(() => connections.size === 4 && frozen.kinds().includes("frame"), "all are shown pictures");

    /** Share of the camera's frames that each watcher gets meanwhile. */
    async function sharesDuring(wait: () => Promise<void>): Promise<number[]> {
      const before = [camera.given.length, ...watches.map(({ count }) => count)];
      await wait();
      const [given = 0, ...got] = [camera.given.length, ...watches.map(({ count }) => count)].map(
        (count, index) => count - (before[index] as number),
      );
      expect(given).toBeGreaterThan(fps);
      // One may be on its way at either end.
      return got.map((frames) => (frames + 1) / given);
    }
    const calm = await sharesDuring(async () => {
      const end = performance.now() + calmMs;
      while (performance.now() < end) await sleeping.next();
    });

    const served = connections.get("sleeper") as Connection;
    const lost = connections.get("raw") as Connection;
    const takenBefore = sleeper.connection.stats().received;
    let { congestionWindow: window } = served.stats();
    frozen.socket.pause();
    const stalledAt = performance.now();
    let lostAfter = Number.POSITIVE_INFINITY;
    void lost.closed.then(() => {
      lostAfter = performance.now() - stalledAt;
    });
    let settled = 0;
    const stalled = await sharesDuring(async () => {
      while (performance.now() - stalledAt < stallMs) {
        await sleep(100);
        window = Math.max(window, served.stats().congestionWindow);
        expect(served.stats().inFlight).toBeLessThanOrEqual(window);
        if (performance.now() - stalledAt < 1000) settled = sleeper.connection.stats().received.bytes;
      }
    });

    for (const share of [...calm, ...stalled]) expect(share).toBeGreaterThan(0.98);

    expect(await lost.closed).toMatchObject({ by: "lost", code: "lost" });
    expect(lostAfter).toBeLessThan(3000);

    expect(sleeper.connection.signal.aborted).toBe(false);
    const { received } = sleeper.connection.stats();
    expect(received.bytes - takenBefore.bytes).toBeGreaterThan(0);
    expect(received.bytes - takenBefore.bytes).toBeLessThanOrEqual(window);
    expect(received.bytes).toBe(settled);
    expect(served.stats().remoteDemand).toBe(true);
    expect(served.stats().sent.dropped).toBeGreaterThan((fps * stallMs) / 1000 / 2);

    const wokeAt = now();
    const [{ value: first }, { value: second }] = [await sleeping.next(), await sleeping.next()];
    expect(first?.timestamp).toBeGreaterThan(wokeAt - 300_000);
    expect(second?.sequence).toBeGreaterThan(first?.sequence ?? 0);
    frozen.socket.destroy();
  });
});
