import { sleep } from "@framewire/media";
import { ConnectionClosedError } from "@framewire/protocol";
import { describe, expect, it } from "vitest";
import { helloBytes, join, openRaw, openSocket } from "../testing/peers.ts";
import { serve } from "../testing/serve.ts";
import { jpegs } from "../testing/sources.ts";
import { keepLog, take, until } from "../testing/until.ts";
import { lobbySize } from "./lobby.ts";

describe("a server with no room", () => {
  it("tells the next client that it is busy, before any hello", async () => {
    const { lines, log } = keepLog();
    const { port } = await serve({ maxClients: 2, log });
    const inside = [await join(port), await join(port)];
    const refused = await join(port).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ConnectionClosedError);
    expect((refused as ConnectionClosedError).info).toEqual({
      by: "remote",
      code: "busy",
      message: "The server has no room for another client.",
    });
    expect(lines.join()).toMatch(/127\.0\.0\.1:\d+ is turned away: there are 2 clients/);

    const raw = await openRaw(port);
    await raw.closed;
    expect(raw.kinds()).toEqual(["bye"]);
    expect(raw.bye()).toEqual({ reason: 3, message: "The server has no room for another client." });
    for (const { connection } of inside) expect(connection.signal.aborted).toBe(false);
  });

  it("has room again as soon as a client has left, also while others are being turned away", async () => {
    const { port } = await serve({ maxClients: 1 });
    const { connection } = await join(port);
    const lingering = await Promise.all([0, 1, 2].map(() => openRaw(port)));
    await until(() => lingering.every((raw) => raw.bye()), "all are told");
    await connection.close();
    expect((await join(port)).connection.signal.aborted).toBe(false);
  });

  it("lets one in of several that say hello in one moment", async () => {
    const { server, port } = await serve({ maxClients: 1 });
    const given: string[] = [];
    void (async () => {
      for await (const { remote } of server) given.push(remote.instanceId);
    })();
    const outcomes = await Promise.all(
      [0, 1, 2, 3].map(async () => {
        try {
          const { connection } = await join(port);
          return await Promise.race([connection.closed.then(({ code }) => code), sleep(300).then(() => "in")]);
        } catch (error) {
          return (error as ConnectionClosedError).info.code;
        }
      }),
    );
    expect(outcomes.sort()).toEqual(["busy", "busy", "busy", "in"]);
    expect(given).toHaveLength(1);
  });
});

describe("sockets that never say hello", () => {
  it("are told so and gone after helloTimeoutMs, and keep nobody out meanwhile", async () => {
    const { lines, log } = keepLog();
    const { port } = await serve({ maxClients: 1, helloTimeoutMs: 1000, log });
    const start = performance.now();
    const silent = await Promise.all([0, 1, 2, 3].map(() => openRaw(port)));
    const { connection } = await join(port);
    expect(silent.some((raw) => raw.bye())).toBe(false);
    await until(() => silent.every((raw) => raw.bye()), "all are told");
    expect(performance.now() - start).toBeGreaterThan(990);
    for (const raw of silent) {
      expect(raw.kinds()).toEqual(["hello", "bye"]);
      expect(raw.bye()).toEqual({ reason: 7, message: "No hello came within 1 s." });
    }
    await Promise.all(silent.map(({ closed }) => closed));
    await until(() => lines.length === 4, "the log has a line for each");
    for (const line of lines) expect(line).toMatch(/^warn: .* is not let in: No hello came within 1 s\.$/);
    expect(connection.signal.aborted).toBe(false);
  });

  it("give way to newer ones when there are very many", async () => {
    const { port } = await serve();
    const silent = await Promise.all(Array.from({ length: lobbySize + 20 }, () => openRaw(port)));
    let gone = 0;
    for (const { closed } of silent) void closed.then(() => gone++);
    await until(() => gone === 20, "the oldest are cut off");
    const { connection } = await join(port);
    await until(() => gone === 21, "another one gives way");
    expect(connection.signal.aborted).toBe(false);
  });
});

describe("a client that comes back", () => {
  it("takes the place of its old connection, which is closed as replaced", async () => {
    const camera = jpegs();
    const { server, port } = await serve({ maxClients: 2, source: camera.source });
    const other = await join(port);
    const instanceId = "the-same-again";
    const old = await join(port, { instanceId });
    await take(old.connection.frames, 1);
    await other.connection.close();

    const again = await join(port, { instanceId });
    expect(await old.connection.closed).toMatchObject({ by: "remote", code: "replaced" });
    await take(again.connection.frames, 5);
    expect(again.connection.signal.aborted).toBe(false);

    // The old one's end has not freed a place that the new one holds.
    await join(port);
    await expect(join(port)).rejects.toThrow("no room");
    const given: string[] = [];
    for await (const { remote } of server) {
      given.push(remote.instanceId);
      if (given.length === 2) break;
    }
    expect(given[0]).toBe(instanceId);
    await server.close();
    expect(await again.connection.closed).toMatchObject({ code: "shutting-down" });
  });

  it("is let in when the connection that it lost is dead and the server does not know yet", async () => {
    const { server, port } = await serve();
    const dead = await openRaw(port);
    dead.socket.write(helloBytes("the-same-again"));
    const first = await server[Symbol.asyncIterator]().next();
    dead.socket.pause();
    const { connection } = await join(port, { instanceId: "the-same-again" });
    expect(await first.value?.closed).toMatchObject({ by: "local", code: "replaced" });
    expect(connection.signal.aborted).toBe(false);
    dead.socket.destroy();
  });
});

describe("garbage on one connection", () => {
  it.each([
    [
      "instead of a hello",
      Buffer.alloc(0),
      Buffer.from("GET / HTTP/1.1\r\nHost: framewire\r\nUser-Agent: somebody with a browser, perhaps\r\n\r\n"),
    ],
    ["after the hello", helloBytes("garbage-later"), Buffer.from("ff".repeat(40), "hex")],
    ["as a length beyond the limit", helloBytes("garbage-large"), Buffer.from("ffffffff0f", "hex")],
  ])("%s ends that one with a bye, and disturbs no other", async (_, hello, garbage) => {
    const camera = jpegs();
    const { port } = await serve({ source: camera.source });
    const good = await join(port);
    await take(good.connection.frames, 2);
    const bad = await openRaw(port);
    bad.socket.write(hello);
    bad.socket.write(garbage);
    await bad.closed;
    expect(bad.bye()?.reason).toBe(5);
    await take(good.connection.frames, 10);
    expect(good.connection.signal.aborted).toBe(false);
  });

  it("is survived in any number, together with sockets that are cut at once", async () => {
    const { port } = await serve();
    const good = await join(port);
    for (let round = 0; round < 20; round++) {
      const socket = await openSocket(port);
      if (round % 2) socket.write(Buffer.from(Array.from({ length: 200 }, (_, at) => (at * 37 + round * 91) % 256)));
      socket.resetAndDestroy();
    }
    expect((await join(port)).connection.signal.aborted).toBe(false);
    expect(good.connection.signal.aborted).toBe(false);
  });
});
