import { now, sleep } from "@framewire/media";
import type { Connection } from "@framewire/protocol";
import { jpegs } from "test-support/sources";
import { until } from "test-support/until";
import { describe, expect, it } from "vitest";
import { countFrames } from "../testing/count-frames.ts";
import { helloBytes, join, openRaw } from "../testing/peers.ts";
import { serve } from "../testing/serve.ts";

const fps = 30;
const calmMs = 3000;
const stallMs = 6000;

describe("two clients that stall", () => {
  it("do not affect others: one that reads no frame stays, one that reads no byte is lost within 3 s", async () => {
    const camera = jpegs({ fps, bytes: 70_000 });
    const { server, port } = await serve({ source: camera.source });
    const connections = new Map<string, Connection>();
    void (async () => {
      for await (const connection of server) connections.set(connection.remote.name, connection);
    })();
    const readers = await Promise.all(["first", "second"].map((name) => join(port, { name })));
    const sleeper = await join(port, { name: "sleeper" });
    const frozen = await openRaw(port, { answersPings: true });
    frozen.socket.write(helloBytes("frozen-client"));
    const counters = readers.map(({ connection }) => countFrames(connection.frames));
    // It stays in its loop, so that its demand remains, and reads a frame only on `next`.
    const slowFrames = sleeper.connection.frames[Symbol.asyncIterator]();
    for (let i = 0; i < fps; i++) await slowFrames.next();
    await until(() => connections.size === 4 && frozen.kinds().includes("frame"), "all receive frames");

    /** The fraction of the camera's frames that each reader receives during `wait`. */
    async function fractionsDuring(wait: () => Promise<void>): Promise<number[]> {
      const before = [camera.given.length, ...counters.map(({ count }) => count)];
      await wait();
      const [given = 0, ...got] = [camera.given.length, ...counters.map(({ count }) => count)].map(
        (count, index) => count - (before[index] as number),
      );
      expect(given).toBeGreaterThan(fps);
      // One may be in flight at the start and at the end.
      return got.map((frames) => (frames + 1) / given);
    }
    const calm = await fractionsDuring(async () => {
      const end = performance.now() + calmMs;
      while (performance.now() < end) await slowFrames.next();
    });

    const served = connections.get("sleeper") as Connection;
    const lost = connections.get("raw") as Connection;
    const receivedBefore = sleeper.connection.stats().received;
    let { congestionWindow: maxWindow } = served.stats();
    frozen.socket.pause();
    const stalledAt = performance.now();
    let lostAfter = Number.POSITIVE_INFINITY;
    void lost.closed.then(() => {
      lostAfter = performance.now() - stalledAt;
    });
    let bytesAfterOneSecond = 0;
    const stalled = await fractionsDuring(async () => {
      while (performance.now() - stalledAt < stallMs) {
        await sleep(100);
        maxWindow = Math.max(maxWindow, served.stats().congestionWindow);
        expect(served.stats().inFlight).toBeLessThanOrEqual(maxWindow);
        if (performance.now() - stalledAt < 1000) bytesAfterOneSecond = sleeper.connection.stats().received.bytes;
      }
    });

    for (const fraction of [...calm, ...stalled]) expect(fraction).toBeGreaterThan(0.98);

    expect(await lost.closed).toMatchObject({ by: "lost", code: "lost" });
    expect(lostAfter).toBeLessThan(3000);

    expect(sleeper.connection.signal.aborted).toBe(false);
    const { received } = sleeper.connection.stats();
    expect(received.bytes - receivedBefore.bytes).toBeGreaterThan(0);
    expect(received.bytes - receivedBefore.bytes).toBeLessThanOrEqual(maxWindow);
    expect(received.bytes).toBe(bytesAfterOneSecond);
    expect(served.stats().remoteDemand).toBe(true);
    expect(served.stats().sent.dropped).toBeGreaterThan((fps * stallMs) / 1000 / 2);

    const resumedAt = now();
    const [{ value: first }, { value: second }] = [await slowFrames.next(), await slowFrames.next()];
    expect(first?.timestamp).toBeGreaterThan(resumedAt - 300_000);
    expect(second?.sequence).toBeGreaterThan(first?.sequence ?? 0);
    frozen.socket.destroy();
  });
});
