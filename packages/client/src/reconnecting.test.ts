import { type Connection, ConnectionClosedError, openConnection, refuseConnection } from "@framewire/protocol";
import { tcpTransport } from "@framewire/protocol/tcp";
import { freePort } from "test-support/free-port";
import { keepLog } from "test-support/keep-log";
import { jpegs } from "test-support/sources";
import { take } from "test-support/take";
import { until } from "test-support/until";
import { describe, expect, it } from "vitest";
import { ladder, serve, serveConnections, serveProxy, serveSockets } from "../testing/servers.ts";
import { type ReconnectingOptions, reconnecting } from "./reconnecting.ts";

const shortBackoff = { backoff: { initialMs: 20, maxMs: 100 } };

/** Collects all connections; `ended` resolves when the loop ends, to its error. */
function follow(port: number, options: Partial<ReconnectingOptions> = {}) {
  const connections: Connection[] = [];
  const ended = (async (): Promise<Error | undefined> => {
    try {
      for await (const connection of reconnecting(`127.0.0.1:${port}`, {
        ...shortBackoff,
        security: { insecure: true },
        ...options,
        encoding: { ladder, ...options.encoding },
      })) {
        connections.push(connection);
      }
      return undefined;
    } catch (error) {
      return error as Error;
    }
  })();
  return { connections, ended };
}

describe("reconnecting", () => {
  it("reconnects after a loss, as the same instance, with its source, and ends after a bye", async () => {
    const camera = jpegs({ bytes: 1000 });
    const first = await serveConnections();
    const { connections, ended } = follow(first.port, { source: camera.source, name: "Garden" });
    await until(() => first.connections.length === 1, "it is connected");
    const before = first.connections[0] as Connection;
    await take(before.frames, 2);

    await first.kill();
    await until(() => connections[0]?.signal.aborted === true, "the connection is lost");
    expect(await connections[0]?.closed).toMatchObject({ by: "lost", code: "lost" });
    await until(() => !camera.open, "the camera is closed without a connection");
    const second = await serveConnections({ port: first.port });
    await until(() => second.connections.length === 1, "it is connected again");
    const after = second.connections[0] as Connection;
    expect(after.remote).toEqual(before.remote);
    expect(after.remote.name).toBe("Garden");
    await take(after.frames, 2);
    expect(camera.opened).toBe(2);

    await after.close();
    expect(await ended).toBeUndefined();
    expect(connections).toHaveLength(2);
    expect(await second.countConnections()).toBe(1);
  });

  it("ends after the bye of a server that hangs up", async () => {
    const server = await serve();
    const { connections, ended } = follow(server.address.port);
    await until(() => connections.length === 1, "it is connected");
    await server.close({ code: "left" });
    expect(await ended).toBeUndefined();
    expect(await connections[0]?.closed).toMatchObject({ by: "remote", code: "left" });
  });

  it("waits for a server that shuts down to come back", async () => {
    const server = await serve();
    const { port } = server.address;
    const { connections } = follow(port);
    await until(() => connections.length === 1, "it is connected");
    await server.close();
    expect(await connections[0]?.closed).toMatchObject({ by: "remote", code: "shutting-down" });
    await serveConnections({ port });
    await until(() => connections.length === 2, "it is connected again");
    expect(connections[1]?.signal.aborted).toBe(false);
  });

  it("ends when a server shuts down, without waitForRestart", async () => {
    const server = await serve();
    const { connections, ended } = follow(server.address.port, { waitForRestart: false });
    await until(() => connections.length === 1, "it is connected");
    await server.close();
    expect(await ended).toBeUndefined();
  });

  it("ends when its own side closes the connection", async () => {
    const server = await serve();
    const { connections, ended } = follow(server.address.port);
    await until(() => connections.length === 1, "it is connected");
    await connections[0]?.close();
    expect(await ended).toBeUndefined();
  });

  it("closes the connection when the loop is left", async () => {
    const server = await serveConnections();
    for await (const connection of reconnecting(`127.0.0.1:${server.port}`, { security: { insecure: true } })) {
      expect(connection.signal.aborted).toBe(false);
      await until(() => server.connections.length === 1, "the server has admitted it");
      break;
    }
    expect(await server.connections[0]?.closed).toMatchObject({ by: "remote", code: "left" });
    expect(server.sockets).toHaveLength(1);
  });

  it("ends without an error when the signal aborts: before, between attempts, and while connected", async () => {
    expect(await follow(1, { signal: AbortSignal.abort() }).ended).toBeUndefined();

    const waiting = new AbortController();
    const { lines, log } = keepLog();
    const retrying = follow(await freePort(), { signal: waiting.signal, log });
    await until(() => lines.length > 0, "the first attempt has failed");
    waiting.abort();
    expect(await retrying.ended).toBeUndefined();

    const server = await serve();
    const controller = new AbortController();
    const { connections, ended } = follow(server.address.port, { signal: controller.signal });
    await until(() => connections.length === 1, "it is connected");
    controller.abort();
    expect(await ended).toBeUndefined();
    expect(await connections[0]?.closed).toMatchObject({ by: "local", code: "left" });
  });

  it("throws when the server does not return in time", async () => {
    const server = await serveConnections();
    const { connections, ended } = follow(server.port, { retryForMs: 300 });
    await until(() => connections.length === 1, "it is connected");
    await server.kill();
    expect((await ended)?.message).toBe(
      `There is no server at 127.0.0.1:${server.port}: nothing listens there. Gave up after 0.3 s.`,
    );
  });

  it("throws a first refusal, without a second attempt", async () => {
    const server = await serve({ limits: { maxClients: 1 } });
    const { connections } = follow(server.address.port);
    await until(() => connections.length === 1, "the client slot is in use");
    const proxy = await serveProxy(server.address.port);
    const error = await follow(proxy.port).ended;
    expect(error).toBeInstanceOf(ConnectionClosedError);
    expect((error as ConnectionClosedError).info.code).toBe("busy");
    expect(proxy.sockets).toHaveLength(1);
  });

  it("throws a busy that arrives after the hello", async () => {
    const server = await serveConnections();
    const { ended } = follow(server.port);
    await until(() => server.connections.length === 1, "it is connected");
    await server.connections[0]?.close({ code: "busy" });
    expect(((await ended) as ConnectionClosedError).info).toMatchObject({ by: "remote", code: "busy" });
    expect(server.sockets).toHaveLength(1);
  });

  it("claims its client slot again while the lost connection still has it", async () => {
    const server = await serve({ limits: { maxClients: 1 } });
    const proxy = await serveProxy(server.address.port);
    const { lines, log } = keepLog();
    const { connections } = follow(proxy.port, { log });
    await until(() => connections.length === 1, "it is connected");
    proxy.resetClients();
    await until(() => connections.length === 2, "it is connected again");
    expect(await connections[0]?.closed).toMatchObject({ by: "lost" });
    expect(connections[1]?.signal.aborted).toBe(false);
    expect(lines).toEqual([]);
  });

  it("retries after a loss while the server is busy", async () => {
    const { lines, log } = keepLog();
    let accepted = 0;
    const server = await serveSockets((socket) => {
      accepted++;
      const transport = tcpTransport(socket);
      if (accepted === 2) void refuseConnection(transport, { code: "busy" });
      else void openConnection(transport, { codecs: ["jpeg"] });
      if (accepted === 1) setTimeout(() => socket.resetAndDestroy(), 50);
    });
    const { connections } = follow(server.port, { log });
    await until(() => connections.length === 2, "it is connected again");
    expect(accepted).toBe(3);
    expect(lines[0]).toContain("no room");
  });

  it("does not count a source as failed that throws because its signal aborts", async () => {
    const camera = jpegs({ bytes: 1000 });
    const first = await serveConnections();
    const { connections } = follow(first.port, {
      async *source(options) {
        yield* camera.source(options);
        options?.signal?.throwIfAborted();
      },
    });
    await until(() => first.connections.length === 1, "it is connected");
    await take((first.connections[0] as Connection).frames, 1);
    await first.kill();
    const second = await serveConnections({ port: first.port });
    await until(() => second.connections.length === 1, "it is connected again");
    await take((second.connections[0] as Connection).frames, 1);
    expect(connections).toHaveLength(2);
  });

  it("waits between attempts", async () => {
    const server = await serveSockets((socket) => socket.resetAndDestroy());
    const controller = new AbortController();
    const start = performance.now();
    const { ended } = follow(server.port, { signal: controller.signal, backoff: { initialMs: 100, maxMs: 100 } });
    await until(() => server.sockets.length === 6, "it has made six attempts");
    // Five waits of 50 to 100 ms each.
    expect(performance.now() - start).toBeGreaterThan(240);
    controller.abort();
    await ended;
  });

  it("throws a RangeError for an invalid address", async () => {
    await expect(reconnecting("http://localhost", { security: { insecure: true } }).next()).rejects.toThrow(RangeError);
  });
});
