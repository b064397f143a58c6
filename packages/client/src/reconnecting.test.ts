import { sleep } from "@framewire/media";
import { type Connection, ConnectionClosedError, openConnection, refuseConnection } from "@framewire/protocol";
import { tcpTransport } from "@framewire/protocol/tcp";
import { describe, expect, it } from "vitest";
import { createCamera } from "../testing/camera.ts";
import { freePort, ladder, serve, serveConnections, servePassage, serveSockets } from "../testing/servers.ts";
import { keepLog, take, until } from "../testing/until.ts";
import type { ClientOptions } from "./options.ts";
import { reconnecting } from "./reconnecting.ts";

const quick = { backoff: { initialMs: 20, maxMs: 100 } };

/** Reads all connections in the background; `ended` is how the loop ended. */
function follow(port: number, options: Partial<ClientOptions> = {}) {
  const connections: Connection[] = [];
  const ended = (async (): Promise<Error | undefined> => {
    try {
      for await (const connection of reconnecting(`127.0.0.1:${port}`, {
        ...quick,
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
  it("comes back after a loss, as the same instance, with its pictures, and ends at a bye", async () => {
    const camera = createCamera();
    const first = await serveConnections();
    const { connections, ended } = follow(first.port, { source: camera.source, name: "Garden" });
    await until(() => first.connections.length === 1, "it is connected");
    const before = first.connections[0] as Connection;
    await take(before.frames, 2);

    await first.kill();
    await until(() => connections[0]?.signal.aborted === true, "the loss is noticed");
    expect(await connections[0]?.closed).toMatchObject({ by: "lost", code: "lost" });
    await sleep(150);
    expect(camera.open).toBe(false);
    const second = await serveConnections({ port: first.port });
    await until(() => second.connections.length === 1, "it is connected again");
    const after = second.connections[0] as Connection;
    expect(after.remote).toEqual(before.remote);
    expect(after.remote.name).toBe("Garden");
    await take(after.frames, 2);
    expect(camera.opened).toBe(2);

    await after.close({ code: "shutting-down" });
    expect(await ended).toBeUndefined();
    expect(connections).toHaveLength(2);
    await sleep(150);
    expect(second.sockets).toHaveLength(1);
  });

  it("does not come back after a bye of a server that closes", async () => {
    const server = await serve();
    const { connections, ended } = follow(server.address.port);
    await until(() => connections.length === 1, "it is connected");
    await server.close();
    expect(await ended).toBeUndefined();
    expect(await connections[0]?.closed).toMatchObject({ by: "remote", code: "shutting-down" });
  });

  it("ends when its own side hangs up", async () => {
    const server = await serve();
    const { connections, ended } = follow(server.address.port);
    await until(() => connections.length === 1, "it is connected");
    await connections[0]?.close();
    expect(await ended).toBeUndefined();
  });

  it("hangs up when the loop is left", async () => {
    const server = await serveConnections();
    for await (const connection of reconnecting(`127.0.0.1:${server.port}`, { security: { insecure: true } })) {
      expect(connection.signal.aborted).toBe(false);
      await until(() => server.connections.length === 1, "the server has let it in");
      break;
    }
    expect(await server.connections[0]?.closed).toMatchObject({ by: "remote", code: "left" });
    expect(server.sockets).toHaveLength(1);
  });

  it("ends quietly when the signal aborts: before, while it waits, and while connected", async () => {
    expect(await follow(1, { signal: AbortSignal.abort() }).ended).toBeUndefined();

    const waiting = new AbortController();
    const nobody = follow(await freePort(), { signal: waiting.signal });
    await sleep(100);
    waiting.abort();
    expect(await nobody.ended).toBeUndefined();

    const server = await serve();
    const controller = new AbortController();
    const { connections, ended } = follow(server.address.port, { signal: controller.signal });
    await until(() => connections.length === 1, "it is connected");
    controller.abort();
    expect(await ended).toBeUndefined();
    expect(await connections[0]?.closed).toMatchObject({ by: "local", code: "left" });
  });

  it("throws what it tried when the server does not come back in time", async () => {
    const server = await serveConnections();
    const { connections, ended } = follow(server.port, { retryForMs: 300 });
    await until(() => connections.length === 1, "it is connected");
    await server.kill();
    expect((await ended)?.message).toBe(
      `There is no server at 127.0.0.1:${server.port}: nothing listens there. It was tried for 0.3 s.`,
    );
  });

  it("throws a refusal at first, without a second attempt", async () => {
    const server = await serve({ limits: { maxClients: 1 } });
    const { connections } = follow(server.address.port);
    await until(() => connections.length === 1, "the place is taken");
    const passage = await servePassage(server.address.port);
    const error = await follow(passage.port).ended;
    expect(error).toBeInstanceOf(ConnectionClosedError);
    expect((error as ConnectionClosedError).info.code).toBe("busy");
    expect(passage.sockets).toHaveLength(1);
  });

  it("throws a busy that comes right after the hello, too", async () => {
    const server = await serveConnections();
    const { ended } = follow(server.port);
    await until(() => server.connections.length === 1, "it is connected");
    await server.connections[0]?.close({ code: "busy" });
    expect(((await ended) as ConnectionClosedError).info).toMatchObject({ by: "remote", code: "busy" });
    expect(server.sockets).toHaveLength(1);
  });

  it("takes its place again while the connection that it lost still has it", async () => {
    const server = await serve({ limits: { maxClients: 1 } });
    const passage = await servePassage(server.address.port);
    const { lines, log } = keepLog();
    const { connections } = follow(passage.port, { log });
    await until(() => connections.length === 1, "it is connected");
    passage.cutClients();
    await until(() => connections.length === 2, "it is back");
    expect(await connections[0]?.closed).toMatchObject({ by: "lost" });
    expect(connections[1]?.signal.aborted).toBe(false);
    expect(lines).toEqual([]);
  });

  it("tries on after a loss while there is no room", async () => {
    const { lines, log } = keepLog();
    let calls = 0;
    const server = await serveSockets((socket) => {
      calls++;
      const transport = tcpTransport(socket);
      if (calls === 2) void refuseConnection(transport, { code: "busy" });
      else void openConnection(transport, { codecs: ["jpeg"] });
      if (calls === 1) setTimeout(() => socket.resetAndDestroy(), 50);
    });
    const { connections } = follow(server.port, { log });
    await until(() => connections.length === 2, "it is back");
    expect(calls).toBe(3);
    expect(lines[0]).toContain("no room");
  });

  it("throws what its source throws for good, and tells the server", async () => {
    const server = await serveConnections();
    const camera = createCamera();
    const { connections, ended } = follow(server.port, { source: camera.source });
    await until(() => connections.length === 1, "it is connected");
    await server.connections[0]?.frames[Symbol.asyncIterator]().next();
    camera.fail(new Error("The camera is gone."));
    expect((await ended)?.message).toBe("The camera is gone.");
    expect(await server.connections[0]?.closed).toEqual({
      by: "remote",
      code: "left",
      message: "The source of the pictures has failed.",
    });
  });

  it("does not take a source for failed that throws because it was told to end", async () => {
    const camera = createCamera();
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

  it("leaves a dead server some time between attempts", async () => {
    const server = await serveSockets((socket) => socket.resetAndDestroy());
    const controller = new AbortController();
    const { ended } = follow(server.port, { signal: controller.signal, backoff: { initialMs: 100, maxMs: 100 } });
    await sleep(600);
    controller.abort();
    await ended;
    expect(server.sockets.length).toBeGreaterThan(1);
    expect(server.sockets.length).toBeLessThan(15);
  });

  it("throws a RangeError for what is no address", async () => {
    await expect(reconnecting("http://localhost", { security: { insecure: true } }).next()).rejects.toThrow(RangeError);
  });
});
