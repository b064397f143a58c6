import { freePort } from "test-support/free-port";
import { runAlone } from "test-support/run-alone";
import { until } from "test-support/until";
import { describe, expect, it } from "vitest";
import { join, openSocket } from "../testing/peers.ts";
import { serve } from "../testing/serve.ts";
import { listen } from "./listen.ts";
import { ListenError } from "./listen-error.ts";

describe("listen", () => {
  it("listens on a free port, has its address, and admits clients", async () => {
    const { server, port } = await serve({ name: "Kitchen" });
    expect(server.address).toMatchObject({ address: "127.0.0.1", family: "IPv4" });
    expect(port).toBeGreaterThan(0);
    const { connection } = await join(port);
    expect(connection.remote.name).toBe("Kitchen");
    expect(connection.remote.codecs).toEqual(["jpeg", "webp"]);
    await connection.close();
  });

  it("rejects for a port that is in use, with what to do", async () => {
    const { port } = await serve();
    const error = await listen({ port, host: "127.0.0.1", security: { insecure: true } }).catch((reason) => reason);
    expect(error).toBeInstanceOf(ListenError);
    expect(error.code).toBe("port-in-use");
    expect(error.message).toBe(
      `Cannot listen on 127.0.0.1 port ${port}: another program has the port; choose another, or stop that program.`,
    );
  });

  it.each([
    [
      "an address that this machine does not have",
      { port: 0, host: "192.0.2.1" },
      "no-such-address",
      "0.0.0.0 stands for all",
    ],
    ["an invalid port", { port: 70_000 }, "invalid-port", "from 0 to 65535"],
    ["an unknown host name", { port: 0, host: "no-such-name.invalid" }, /./, "Cannot listen on no-such-name"],
  ])("rejects for %s", async (_, address, code, message) => {
    await expect(listen({ ...address, security: { insecure: true } })).rejects.toMatchObject({
      name: "ListenError",
      code: expect.stringMatching(code),
      message: expect.stringContaining(message),
    });
  });

  it("rejects with the signal's reason, and leaves the port free", async () => {
    const reason = new Error("Enough.");
    await expect(listen({ port: 0, security: { insecure: true }, signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );

    const port = await freePort();
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

  it("yields each connection once, also those from before the loop, and ends when it closes", async () => {
    const { server, port } = await serve();
    const names: string[] = [];
    await join(port, { name: "first" });
    await join(port, { name: "second" });
    const reading = (async () => {
      for await (const { remote } of server) names.push(remote.name);
    })();
    await until(() => names.length === 2, "both are yielded");
    await join(port, { name: "third" });
    await until(() => names.length === 3, "the third is yielded");
    await server.close();
    await reading;
    expect(names).toEqual(["first", "second", "third"]);
    expect((await server[Symbol.asyncIterator]().next()).done).toBe(true);
  });

  it("does not yield a connection that closes before the loop", async () => {
    const { server, port } = await serve();
    const brief = await join(port, { name: "brief" });
    await brief.connection.close();
    await join(port, { name: "staying" });
    const { value } = await server[Symbol.asyncIterator]().next();
    expect(value?.remote.name).toBe("staying");
  });

  it("yields one connection to each of several readers, and ends all", async () => {
    const { server, port } = await serve();
    const results = [0, 1, 2].map(() => server[Symbol.asyncIterator]().next());
    await join(port, { name: "first" });
    await join(port, { name: "second" });
    const all = Promise.all(results);
    await expect
      .poll(() => Promise.race([results[1], undefined]))
      .toMatchObject({ value: { remote: { name: "second" } } });
    await server.close();
    expect((await all).map((result) => result.value?.remote.name)).toEqual(["first", "second", undefined]);
  });

  it("leaves nothing open: no socket, no timer, no listener on the signal", async () => {
    const left = await runAlone(
      `
      import { getEventListeners } from "node:events";
      import { connect } from "node:net";
      import { setTimeout } from "node:timers/promises";
      import { openConnection } from "@framewire/protocol";
      import { tcpTransport } from "@framewire/protocol/tcp";
      import { listen } from "@framewire/server";
      // The standard streams are pipes.
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
      for (let wait = 0; wait < 500 && (cameras > 0 || open().length > 0); wait++) await setTimeout(10);
      console.log(JSON.stringify({ open: open(), before, after: getEventListeners(signal, "abort").length, during, cameras }));
    `,
      import.meta.dirname,
    );
    expect(left).toEqual({ open: [], before: 1, after: 0, during: 1, cameras: 0 });
  });
});
