import { networkInterfaces } from "node:os";
import { sleep } from "@framewire/media";
import { ConnectionClosedError } from "@framewire/protocol";
import { describe, expect, it } from "vitest";
import { helloBytes, join, openRaw, openSocket, provable } from "../../testing/peers.ts";
import { serve } from "../../testing/serve.ts";
import { jpegs } from "../../testing/sources.ts";
import { keepLog, take, until } from "../../testing/until.ts";

describe("a server with no room", () => {
  it("tells the next client that it is busy, in the place of a hello", async () => {
    const { lines, log } = keepLog();
    const { port } = await serve({ limits: { maxClients: 2 }, log });
    const inside = [await join(port), await join(port)];
    const refused = await join(port).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ConnectionClosedError);
    expect((refused as ConnectionClosedError).info).toEqual({
      by: "remote",
      code: "busy",
      message: "The server has no room for another client.",
    });
    await until(() => lines.length > 0, "the log says so");
    expect(lines.join()).toMatch(/info: 127\.0\.0\.1:\d+ is turned away: there are 2 clients/);

    const raw = await openRaw(port);
    raw.socket.write(helloBytes("one-too-many"));
    await raw.closed;
    expect(raw.kinds()).toEqual(["bye"]);
    expect(raw.bye()).toEqual({ reason: 3, message: "The server has no room for another client." });
    for (const { connection } of inside) expect(connection.signal.aborted).toBe(false);
  });

  it("has room again as soon as a client has left, also while others are being turned away", async () => {
    const { port } = await serve({ limits: { maxClients: 1 } });
    const { connection } = await join(port);
    const lingering = await Promise.all([0, 1, 2].map(() => openRaw(port)));
    for (const [at, { socket }] of lingering.entries()) socket.write(helloBytes(`lingering-${at}`));
    await until(() => lingering.every((raw) => raw.bye()), "all are told");
    await connection.close();
    expect((await join(port)).connection.signal.aborted).toBe(false);
  });

  it("lets one in of several that say hello in one moment", async () => {
    const { server, port } = await serve({ limits: { maxClients: 1 } });
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
    const { port } = await serve({ limits: { maxClients: 1, helloTimeoutMs: 1000 }, log });
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
    const { port } = await serve({ limits: { maxHalfOpen: 30 } });
    const silent = await Promise.all(Array.from({ length: 50 }, () => openRaw(port)));
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
    const { server, port } = await serve({ limits: { maxClients: 2 }, source: camera.source });
    const other = await join(port);
    const ada = provable("Ada");
    const old = await join(port, ada);
    await take(old.connection.frames, 1);
    await other.connection.close();

    const again = await join(port, ada);
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
    expect(given[0]).toBe(ada.instanceId);
    await server.close();
    expect(await again.connection.closed).toMatchObject({ code: "shutting-down" });
  });

  it("is let in when the connection that it lost is dead and the server does not know yet", async () => {
    const { server, port } = await serve();
    const dead = await openRaw(port);
    const ada = provable("Ada");
    dead.socket.write(helloBytes(ada.instanceId, ada.instanceKey));
    const first = await server[Symbol.asyncIterator]().next();
    dead.socket.pause();
    const { connection } = await join(port, ada);
    expect(await first.value?.closed).toMatchObject({ by: "local", code: "replaced" });
    expect(connection.signal.aborted).toBe(false);
    dead.socket.destroy();
  });

  it("is let in also when the server is full, and its place is held by the connection that it lost", async () => {
    const { port } = await serve({ limits: { maxClients: 1 } });
    const ada = provable("Ada");
    const old = await join(port, ada);
    await expect(join(port, provable("Ben"))).rejects.toMatchObject({ info: { by: "remote", code: "busy" } });
    const again = await join(port, ada);
    expect(await old.connection.closed).toMatchObject({ code: "replaced" });
    await expect(join(port, provable("Ben"))).rejects.toThrow("no room");
    expect(again.connection.signal.aborted).toBe(false);
  });
});

describe("an impostor", () => {
  it.each([
    ["without a key", {}, /instance_key in the hello is not that key/],
    ["with a key of its own", { instanceKey: provable("Mallory").instanceKey }, /is not that key/],
  ])("under a client's id %s is refused, while that is there and after it has gone", async (_, proof, words) => {
    const { lines, log } = keepLog();
    const { port } = await serve({ log });
    const ada = provable("Ada");
    const { connection } = await join(port, ada);
    const { instanceId } = ada;
    await expectRefused(port, { instanceId, ...proof }, words);
    expect(connection.signal.aborted).toBe(false);
    await connection.close();
    await expectRefused(port, { instanceId, ...proof }, words);
    expect(lines.join()).toMatch(/warn: 127\.0\.0\.1:\d+ is not let in: The instance id/);
    expect(lines.join()).not.toContain(Buffer.from(ada.instanceKey).toString("hex"));
  });

  it("cannot take the id of a client that has no key either", async () => {
    const { port } = await serve();
    const { connection } = await join(port, { instanceId: "python-peer-1" });
    await expectRefused(port, { instanceId: "python-peer-1" }, /Another client has this instance id/);
    expect(connection.signal.aborted).toBe(false);
    await connection.close();
    await until(() => connection.signal.aborted, "it has gone");
    expect((await join(port, { instanceId: "python-peer-1" })).connection.signal.aborted).toBe(false);
  });

  /** The server has said its own hello by then: the refusal comes right behind it, or a moment later. */
  async function expectRefused(port: number, options: Parameters<typeof join>[1], words: RegExp): Promise<void> {
    const info = await join(port, options).then(
      ({ connection }) => connection.closed,
      (error) => (error as ConnectionClosedError).info,
    );
    expect(info).toMatchObject({ by: "remote", code: "unauthorised" });
    expect(info.message).toMatch(words);
  }
});

describe("one address", () => {
  it("has a part of the places, and those of others stay free", async () => {
    const { port } = await serve({ host: "0.0.0.0", limits: { maxClients: 4, maxClientsPerAddress: 2 } });
    const outside = lanAddress();
    if (outside === undefined) throw new Error("This machine has no address but loopback.");
    const near = [await join(port, {}, outside), await join(port, {}, outside)];
    const info = await join(port, {}, outside).then(
      ({ connection }) => connection.closed,
      (error) => (error as ConnectionClosedError).info,
    );
    expect(info).toMatchObject({
      code: "busy",
      message: "The server has no room for another client from this address.",
    });
    // Behind a tunnel all come from loopback, which has all the places that are left.
    await join(port);
    await join(port);
    for (const { connection } of near) expect(connection.signal.aborted).toBe(false);
  });

  it("that comes too often is cut off, and others are not", async () => {
    const { lines, log } = keepLog();
    const { port } = await serve({ limits: { maxConnectionsPerSecond: 2 }, log });
    const socket = (localAddress: string) => openRaw(port, { localAddress });
    const many = await Promise.all(Array.from({ length: 40 }, () => socket("127.0.0.2")));
    let cut = 0;
    for (const { closed } of many) void closed.then(() => cut++);
    await until(() => cut >= 15, "the later ones are cut off");
    expect((await join(port)).connection.signal.aborted).toBe(false);
    expect(lines.filter((line) => line.includes("more than 2 times a second"))).toHaveLength(1);
  });

  it("that opens very many keeps out nobody but itself", async () => {
    const { port } = await serve({ limits: { maxHalfOpen: 4, maxConnectionsPerSecond: 1000 } });
    const slow = await openRaw(port);
    const many = await Promise.all(Array.from({ length: 40 }, () => openRaw(port, { localAddress: "127.0.0.2" })));
    let cut = 0;
    for (const { closed } of many) void closed.then(() => cut++);
    await until(() => cut === 37, "all but three are cut off");
    slow.socket.write(helloBytes("slow-but-there"));
    await until(() => slow.kinds().includes("ping"), "the slow one is let in");
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

/** An address of this machine that others can reach. */
function lanAddress(): string | undefined {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === "IPv4" && !internal)?.address;
}
