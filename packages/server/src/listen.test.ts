import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { runAlone } from "../testing/alone.ts";
import { join, openSocket } from "../testing/peers.ts";
import { serve } from "../testing/serve.ts";
import { until } from "../testing/until.ts";
import { listen } from "./listen.ts";

describe("listen", () => {
  it("takes a free port, says where it listens, and lets clients in", async () => {
    const { server, port } = await serve({ name: "Kitchen" });
    expect(server.address).toMatchObject({ address: "127.0.0.1", family: "IPv4" });
    expect(port).toBeGreaterThan(0);
    const { connection } = await join(port);
    expect(connection.remote.name).toBe("Kitchen");
    expect(connection.remote.codecs).toEqual(["jpeg", "webp"]);
    await connection.close();
  });

  it("says how to mend a port that is in use", async () => {
    const { port } = await serve();
    await expect(listen({ port, host: "127.0.0.1", security: { insecure: true } })).rejects.toThrow(
      `Cannot listen on 127.0.0.1 port ${port}: another program has the port; choose another, or stop that program.`,
    );
  });

  it("says how to mend an address that this machine does not have, and a port that is none", async () => {
    await expect(listen({ port: 0, host: "192.0.2.1", security: { insecure: true } })).rejects.toThrow(
      "0.0.0.0 stands for all",
    );
    await expect(listen({ port: 70_000, security: { insecure: true } })).rejects.toThrow("from 0 to 65535");
    await expect(listen({ port: 0, host: "no-such-name.invalid", security: { insecure: true } })).rejects.toThrow(
      /Cannot listen on no-such-name/,
    );
  });

  it("rejects with the signal's reason, and leaves the port free", async () => {
    const reason = new Error("Enough.");
    await expect(listen({ port: 0, security: { insecure: true }, signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );

    const { port } = await closedServer();
    const controller = new AbortController();
    const listening = listen({ port, host: "127.0.0.1", security: { insecure: true }, signal: controller.signal });
    controller.abort(reason);
    await expect(listening).rejects.toBe(reason);
    const { server } = await serve({ port });
    expect(server.address.port).toBe(port);
  });

  it("closes when the signal aborts", async () => {
    const controller = new AbortController();
    const { server, port } = await serve({ signal: controller.signal });
    const { connection } = await join(port);
    controller.abort();
    expect(await connection.closed).toMatchObject({ by: "remote", code: "shutting-down" });
    await server.close();
    await expect(openSocket(port)).rejects.toThrow("ECONNREFUSED");
  });

  it("gives each connection once, also those that came before the reader, and ends when it closes", async () => {
    const { server, port } = await serve();
    const names: string[] = [];
    await join(port, { name: "first" });
    await join(port, { name: "second" });
    const reading = (async () => {
      for await (const { remote } of server) names.push(remote.name);
    })();
    await until(() => names.length === 2, "both are given");
    await join(port, { name: "third" });
    await until(() => names.length === 3, "the third is given");
    await server.close();
    await reading;
    expect(names).toEqual(["first", "second", "third"]);
    expect((await server[Symbol.asyncIterator]().next()).done).toBe(true);
  });

  it("does not give a connection that has closed before anybody took it", async () => {
    const { server, port } = await serve();
    const gone = await join(port, { name: "gone" });
    await gone.connection.close();
    await join(port, { name: "there" });
    const { value } = await server[Symbol.asyncIterator]().next();
    expect(value?.remote.name).toBe("there");
  });

  it("gives several readers a connection each, and ends them all", async () => {
    const { server, port } = await serve();
    const waiting = [0, 1, 2].map(() => server[Symbol.asyncIterator]().next());
    await join(port, { name: "first" });
    await join(port, { name: "second" });
    const given = Promise.all(waiting);
    await expect
      .poll(() => Promise.race([waiting[1], undefined]))
      .toMatchObject({ value: { remote: { name: "second" } } });
    await server.close();
    expect((await given).map((result) => result.value?.remote.name)).toEqual(["first", "second", undefined]);
  });

  it("leaves nothing open: no socket, no timer, no listener on the signal", async () => {
    const left = await runAlone(`
      import { getEventListeners } from "node:events";
      import { connect } from "node:net";
      import { setTimeout } from "node:timers/promises";
      import { openConnection } from "@framewire/protocol";
      import { tcpTransport } from "@framewire/protocol/tcp";
      import { listen } from "@framewire/server";
      // Pipes are the standard streams of this process.
      const open = () => process.getActiveResourcesInfo().filter((kind) => /^(TCP|Timeout)/.test(kind));
      let cameras = 0;
      async function* source({ signal }) {
        cameras++;
        for (let sequence = 0; !signal.aborted; sequence++) {
          yield { sequence, timestamp: 0, codec: "jpeg", type: "key", width: 1, height: 1, data: new Uint8Array(1000) };
          await setTimeout(10);
        }
        cameras--;
      }
      const { signal } = new AbortController();
      const server = await listen({ port: 0, host: "127.0.0.1", security: { insecure: true }, source, signal });
      const before = getEventListeners(signal, "abort").length;
      const client = connect(server.address.port, "127.0.0.1");
      const silent = connect(server.address.port, "127.0.0.1").resume();
      const connection = await openConnection(tcpTransport(client), { codecs: ["jpeg"] });
      await connection.frames[Symbol.asyncIterator]().next();
      const during = cameras;
      await server.close();
      await connection.closed;
      await setTimeout(50);
      console.log(JSON.stringify({ open: open(), before, after: getEventListeners(signal, "abort").length, during, cameras }));
    `);
    expect(left).toEqual({ open: [], before: 1, after: 0, during: 1, cameras: 0 });
  });
});

/** A port that was free a moment ago. */
async function closedServer(): Promise<{ port: number }> {
  const tcp = createServer();
  await new Promise<void>((resolve) => tcp.listen(0, "127.0.0.1", resolve));
  const { port } = tcp.address() as { port: number };
  await new Promise((resolve) => tcp.close(resolve));
  return { port };
}
