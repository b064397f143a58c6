import { networkInterfaces } from "node:os";
import { ConnectionClosedError } from "@framewire/protocol";
import { keepLog } from "test-support/keep-log";
import { jpegs } from "test-support/sources";
import { take } from "test-support/take";
import { until } from "test-support/until";
import { describe, expect, it } from "vitest";
import { helloBytes, join, openRaw, openSocket, provableInstance } from "../../testing/peers.ts";
import { serve } from "../../testing/serve.ts";

describe("a server with no room", () => {
  it("refuses the next client as busy, instead of a hello", async () => {
    const { lines, log } = keepLog();
    const { port } = await serve({ limits: { maxClients: 2 }, log });
    const clients = [await join(port), await join(port)];
    const refused = await join(port).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ConnectionClosedError);
    expect((refused as ConnectionClosedError).info).toEqual({
      by: "remote",
      code: "busy",
      message: "The server has no room for another client.",
    });
    await until(() => lines.length > 0, "the refusal is logged");
    expect(lines.join()).toMatch(
      /info: Refused 127\.0\.0\.1:\d+: The server has no room for another client\. Connected clients: 2\./,
    );

    const raw = await openRaw(port);
    raw.socket.write(helloBytes("one-too-many"));
    await raw.closed;
    expect(raw.kinds()).toEqual(["bye"]);
    expect(raw.bye()).toEqual({ reason: 3, message: "The server has no room for another client." });
    for (const { connection } of clients) expect(connection.signal.aborted).toBe(false);
  });

  it("has a free slot as soon as a client has left, also while others are being refused", async () => {
    const { port } = await serve({ limits: { maxClients: 1 } });
    const { connection } = await join(port);
    const refused = await Promise.all([0, 1, 2].map(() => openRaw(port)));
    for (const [at, { socket }] of refused.entries()) socket.write(helloBytes(`refused-${at}`));
    await until(() => refused.every((raw) => raw.bye()), "all receive a bye");
    await connection.close();
    expect((await join(port)).connection.signal.aborted).toBe(false);
  });

  it("admits one of several clients that say hello at the same time", async () => {
    const { server, port } = await serve({ limits: { maxClients: 1 } });
    const ends: string[] = [];
    for (let client = 0; client < 4; client++) {
      void join(port)
        .then(({ connection }) => connection.closed)
        .catch((error: unknown) => (error as ConnectionClosedError).info)
        .then(({ code }) => ends.push(code));
    }
    await until(() => ends.length === 3, "three are refused");
    expect(ends).toEqual(["busy", "busy", "busy"]);
    const connections = server[Symbol.asyncIterator]();
    const { value: admitted } = await connections.next();
    expect(admitted?.signal.aborted).toBe(false);
    await server.close();
    expect((await connections.next()).done).toBe(true);
  });
});

describe("sockets that never say hello", () => {
  it("receive a bye after helloTimeoutMs, and do not block clients until then", async () => {
    const { lines, log } = keepLog();
    const { port } = await serve({ limits: { maxClients: 1, helloTimeoutMs: 1000 }, log });
    const start = performance.now();
    const silent = await Promise.all([0, 1, 2, 3].map(() => openRaw(port)));
    const { connection } = await join(port);
    expect(silent.some((raw) => raw.bye())).toBe(false);
    await until(() => silent.every((raw) => raw.bye()), "all receive a bye");
    expect(performance.now() - start).toBeGreaterThan(990);
    for (const raw of silent) {
      expect(raw.kinds()).toEqual(["hello", "bye"]);
      expect(raw.bye()).toEqual({ reason: 7, message: "No hello came within 1 s." });
    }
    await Promise.all(silent.map(({ closed }) => closed));
    await until(() => lines.length === 4, "the log has a line for each");
    for (const line of lines) expect(line).toMatch(/^warn: Refused .*: No hello came within 1 s\.$/);
    expect(connection.signal.aborted).toBe(false);
  });

  it("are closed, oldest first, when there are too many", async () => {
    const { port } = await serve({ limits: { maxHalfOpen: 30 } });
    const silent = await Promise.all(Array.from({ length: 50 }, () => openRaw(port)));
    let closedCount = 0;
    for (const { closed } of silent) void closed.then(() => closedCount++);
    await until(() => closedCount === 20, "the oldest are closed");
    const { connection } = await join(port);
    await until(() => closedCount === 21, "one more is closed");
    expect(connection.signal.aborted).toBe(false);
  });
});

describe("a client that reconnects", () => {
  it("keeps its slot, and its older connection is closed as replaced", async () => {
    const camera = jpegs();
    const { server, port } = await serve({ limits: { maxClients: 2 }, source: camera.source });
    const other = await join(port);
    const ada = provableInstance("Ada");
    const old = await join(port, ada);
    await take(old.connection.frames, 1);
    await other.connection.close();

    const again = await join(port, ada);
    expect(await old.connection.closed).toMatchObject({ by: "remote", code: "replaced" });
    await take(again.connection.frames, 5);
    expect(again.connection.signal.aborted).toBe(false);

    // The end of the older connection has not freed the slot.
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

  it("is admitted while the server has not noticed the loss of the older connection", async () => {
    const { server, port } = await serve();
    const dead = await openRaw(port);
    const ada = provableInstance("Ada");
    dead.socket.write(helloBytes(ada.instanceId, ada.instanceKey));
    const first = await server[Symbol.asyncIterator]().next();
    dead.socket.pause();
    const { connection } = await join(port, ada);
    expect(await first.value?.closed).toMatchObject({ by: "local", code: "replaced" });
    expect(connection.signal.aborted).toBe(false);
    dead.socket.destroy();
  });

  it("is admitted to a full server while its lost connection has the slot", async () => {
    const { port } = await serve({ limits: { maxClients: 1 } });
    const ada = provableInstance("Ada");
    const old = await join(port, ada);
    await expect(join(port, provableInstance("Ben"))).rejects.toMatchObject({ info: { by: "remote", code: "busy" } });
    const again = await join(port, ada);
    expect(await old.connection.closed).toMatchObject({ code: "replaced" });
    await expect(join(port, provableInstance("Ben"))).rejects.toThrow("no room");
    expect(again.connection.signal.aborted).toBe(false);
  });
});

describe("an impostor", () => {
  it.each([
    ["without a key", {}, /instance_key in the hello is not that key/],
    ["with a key of its own", { instanceKey: provableInstance("Mallory").instanceKey }, /is not that key/],
  ])(
    "with a client's instance id, %s, is refused while that client is connected and afterwards",
    async (_, proof, message) => {
      const { lines, log } = keepLog();
      const { port } = await serve({ log });
      const ada = provableInstance("Ada");
      const { connection } = await join(port, ada);
      const { instanceId } = ada;
      await expectRefused(port, { instanceId, ...proof }, message);
      expect(connection.signal.aborted).toBe(false);
      await connection.close();
      await expectRefused(port, { instanceId, ...proof }, message);
      expect(lines.join()).toMatch(/warn: Refused 127\.0\.0\.1:\d+: The instance id/);
      expect(lines.join()).not.toContain(Buffer.from(ada.instanceKey).toString("hex"));
    },
  );

  it("cannot use the id of a client without a key", async () => {
    const { port } = await serve();
    const { connection } = await join(port, { instanceId: "python-peer-1" });
    await expectRefused(port, { instanceId: "python-peer-1" }, /Another client has this instance id/);
    expect(connection.signal.aborted).toBe(false);
    await connection.close();
    await until(() => connection.signal.aborted, "it is closed");
    expect((await join(port, { instanceId: "python-peer-1" })).connection.signal.aborted).toBe(false);
  });

  /** The server may send its own hello before the refusal. */
  async function expectRefused(port: number, options: Parameters<typeof join>[1], message: RegExp): Promise<void> {
    const info = await join(port, options).then(
      ({ connection }) => connection.closed,
      (error) => (error as ConnectionClosedError).info,
    );
    expect(info).toMatchObject({ by: "remote", code: "unauthorised" });
    expect(info.message).toMatch(message);
  }
});

describe("one address", () => {
  it("can use a part of the slots; the others stay free", async () => {
    const { port } = await serve({ host: "0.0.0.0", limits: { maxClients: 4, maxClientsPerAddress: 2 } });
    const lan = lanAddress();
    if (lan === undefined) throw new Error("This machine has no address but loopback.");
    const fromLan = [await join(port, {}, lan), await join(port, {}, lan)];
    const info = await join(port, {}, lan).then(
      ({ connection }) => connection.closed,
      (error) => (error as ConnectionClosedError).info,
    );
    expect(info).toMatchObject({
      code: "busy",
      message: "The server has no room for another client from this address.",
    });
    // Clients behind a tunnel all have a loopback address, which can use all slots.
    await join(port);
    await join(port);
    for (const { connection } of fromLan) expect(connection.signal.aborted).toBe(false);
  });

  it("that connects too often is limited, and others are not", async () => {
    const { lines, log } = keepLog();
    const { port } = await serve({ limits: { maxConnectionsPerSecond: 2 }, log });
    const socket = (localAddress: string) => openRaw(port, { localAddress });
    const many = await Promise.all(Array.from({ length: 40 }, () => socket("127.0.0.2")));
    let closedCount = 0;
    for (const { closed } of many) void closed.then(() => closedCount++);
    await until(() => closedCount >= 15, "those above the limit are closed");
    expect((await join(port)).connection.signal.aborted).toBe(false);
    expect(lines.filter((line) => line.includes("more than 2 connections per second"))).toHaveLength(1);
  });

  it("that opens many connections displaces only its own", async () => {
    const { port } = await serve({ limits: { maxHalfOpen: 4, maxConnectionsPerSecond: 1000 } });
    const slow = await openRaw(port);
    const many = await Promise.all(Array.from({ length: 40 }, () => openRaw(port, { localAddress: "127.0.0.2" })));
    let closedCount = 0;
    for (const { closed } of many) void closed.then(() => closedCount++);
    await until(() => closedCount === 37, "all but three are closed");
    slow.socket.write(helloBytes("slow-but-there"));
    await until(() => slow.kinds().includes("ping"), "the slow client is admitted");
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
  ])("%s ends that connection with a bye, and no other", async (_, hello, garbage) => {
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

  it("and sockets that are reset at once do not affect the server", async () => {
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

/** An address of this machine on its network. */
function lanAddress(): string | undefined {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal }) => family === "IPv4" && !internal)?.address;
}
