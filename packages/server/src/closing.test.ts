import { describe, expect, it } from "vitest";
import { helloBytes, join, openRaw, openSocket } from "../testing/peers.ts";
import { serve } from "../testing/serve.ts";
import { jpegs } from "../testing/sources.ts";
import { take, until } from "../testing/until.ts";

describe("closing a server", () => {
  it("says shutting-down to all, clients and those that have not said hello, and frees the port", async () => {
    const camera = jpegs();
    const { server, port } = await serve({ source: camera.source });
    const peers = await Promise.all([0, 1, 2].map(() => join(port)));
    const silent = await openRaw(port);
    await Promise.all(peers.map(({ connection }) => take(connection.frames, 1)));
    const start = performance.now();
    silent.socket.once("data", () => {});
    await until(() => silent.kinds().length > 0, "the server has greeted");
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

  it("says what it is told to say", async () => {
    const { server, port } = await serve();
    const { connection } = await join(port);
    await server.close({ code: "left", message: "Good night." });
    expect(await connection.closed).toEqual({ by: "remote", code: "left", message: "Good night." });
  });

  it("waits two seconds at the most for clients that never answer", async () => {
    const camera = jpegs();
    const { server, port } = await serve({ source: camera.source });
    const deaf = await openRaw(port);
    deaf.socket.write(helloBytes("never-answers"));
    await until(() => deaf.kinds().includes("frame"), "it is shown pictures");
    deaf.socket.pause();
    const halfOpen = await openRaw(port);
    await until(() => halfOpen.kinds().length > 0, "the server has greeted");
    const start = performance.now();
    await server.close();
    const took = performance.now() - start;
    expect(took).toBeGreaterThan(900);
    expect(took).toBeLessThan(3000);
    deaf.socket.destroy();
  });

  it("happens once, however often it is asked for", async () => {
    const { server, port } = await serve();
    const { connection } = await join(port);
    const closing = [server.close(), server.close({ message: "Too late." }), server[Symbol.asyncDispose]()];
    await Promise.all(closing);
    await server.close();
    expect((await connection.closed).message).toBe("The other side is shutting down.");
  });

  it("ends clients that are just coming in", async () => {
    const { server, port } = await serve();
    const coming = Promise.allSettled(Array.from({ length: 10 }, () => join(port)));
    await server.close();
    const ends = (await coming).map(async (outcome) => {
      if (outcome.status === "fulfilled") await outcome.value.connection.closed;
    });
    await Promise.all(ends);
    expect((await server[Symbol.asyncIterator]().next()).done).toBe(true);
  });
});
