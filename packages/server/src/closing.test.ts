import { jpegs } from "test-support/sources";
import { take } from "test-support/take";
import { until } from "test-support/until";
import { describe, expect, it } from "vitest";
import { helloBytes, join, openRaw, openSocket } from "../testing/peers.ts";
import { serve } from "../testing/serve.ts";

describe("closing a server", () => {
  it("sends shutting-down to clients and half-open connections, and frees the port", async () => {
    const camera = jpegs();
    const { server, port } = await serve({ source: camera.source });
    const peers = await Promise.all([0, 1, 2].map(() => join(port)));
    const silent = await openRaw(port);
    await Promise.all(peers.map(({ connection }) => take(connection.frames, 1)));
    const start = performance.now();
    silent.socket.once("data", () => {});
    await until(() => silent.kinds().length > 0, "the server's hello has arrived");
    const closing = server.close();
    for (const { connection } of peers) {
      expect(await connection.closed).toEqual({
        by: "remote",
        code: "shutting-down",
        message: "The other side is shutting down.",
      });
    }
    await closing;
    await silent.closed;
    expect(silent.bye()).toBeDefined();
    expect(performance.now() - start).toBeLessThan(3000);
    expect(camera.open).toBe(false);
    await expect(openSocket(port)).rejects.toThrow("ECONNREFUSED");
  });

  it("sends the bye of its argument", async () => {
    const { server, port } = await serve();
    const { connection } = await join(port);
    await server.close({ code: "left", message: "Good night." });
    expect(await connection.closed).toEqual({ by: "remote", code: "left", message: "Good night." });
  });

  it("waits at most two seconds for clients that never answer", async () => {
    const camera = jpegs();
    const { server, port } = await serve({ source: camera.source });
    const unresponsive = await openRaw(port);
    unresponsive.socket.write(helloBytes("never-answers"));
    await until(() => unresponsive.kinds().includes("frame"), "it receives frames");
    unresponsive.socket.pause();
    const halfOpen = await openRaw(port);
    await until(() => halfOpen.kinds().length > 0, "the server's hello has arrived");
    const start = performance.now();
    await server.close();
    const ms = performance.now() - start;
    expect(ms).toBeGreaterThan(900);
    expect(ms).toBeLessThan(3000);
    unresponsive.socket.destroy();
  });

  it("happens once, with the first bye", async () => {
    const { server, port } = await serve();
    const { connection } = await join(port);
    const closing = [server.close(), server.close({ message: "Too late." }), server[Symbol.asyncDispose]()];
    await Promise.all(closing);
    await server.close();
    expect((await connection.closed).message).toBe("The other side is shutting down.");
  });

  it("ends clients that are connecting", async () => {
    const { server, port } = await serve();
    const joining = Promise.allSettled(Array.from({ length: 10 }, () => join(port)));
    await server.close();
    const ends = (await joining).map(async (outcome) => {
      if (outcome.status === "fulfilled") await outcome.value.connection.closed;
    });
    await Promise.all(ends);
    expect((await server[Symbol.asyncIterator]().next()).done).toBe(true);
  });
});
