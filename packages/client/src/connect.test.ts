import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { decode, jpeg, parseLadder } from "@framewire/codec";
import { now } from "@framewire/media";
import { type Connection, ConnectionClosedError } from "@framewire/protocol";
import { listen } from "@framewire/server";
import { pattern, readPattern } from "@framewire/test-pattern";
import { freePort } from "test-support/free-port";
import { keepLog } from "test-support/keep-log";
import { runAlone } from "test-support/run-alone";
import { jpegs } from "test-support/sources";
import { take } from "test-support/take";
import { until } from "test-support/until";
import { describe, expect, it, onTestFinished } from "vitest";
import { deadPort, ladder, serve, serveSockets } from "../testing/servers.ts";
import { connect } from "./connect.ts";
import type { ClientOptions } from "./options.ts";

/** Connects, and closes the connection when the test ends. */
async function call(port: number, options: Partial<ClientOptions> = {}): Promise<Connection> {
  const connection = await connect(`127.0.0.1:${port}`, {
    security: { insecure: true },
    ...options,
    encoding: { ladder, ...options.encoding },
  });
  onTestFinished(() => connection.close());
  return connection;
}

async function refusal(connecting: Promise<Connection>): Promise<ConnectionClosedError> {
  const error = await connecting.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(ConnectionClosedError);
  return error as ConnectionClosedError;
}

describe("connect", () => {
  it("sends its hello, and sends its source only while the server reads frames", async () => {
    const server = await serve({ name: "Kitchen" });
    const camera = jpegs({ bytes: 1000 });
    const connection = await call(server.address.port, {
      name: "Garden",
      instanceKey: Uint8Array.from({ length: 16 }, (_, at) => at),
      source: camera.source,
    });
    expect(connection.remote.name).toBe("Kitchen");
    const { value: served } = await server[Symbol.asyncIterator]().next();
    expect(served?.remote).toMatchObject({
      name: "Garden",
      instanceId: "vkXLJgW_Nr695oSEGijw_U",
      codecs: ["jpeg", "webp"],
    });
    if (served) await take(served.frames, 3);
    await until(() => !camera.open, "the camera is closed without a reader");
    const frames = served?.frames[Symbol.asyncIterator]();
    await frames?.next();
    await frames?.next();
    expect(camera.open).toBe(true);
    await connection.close();
    await until(() => !camera.open, "the camera is closed without a connection");
    expect(await connection.closed).toMatchObject({ by: "local", code: "left" });
    expect(await served?.closed).toMatchObject({ by: "remote", code: "left" });
    expect(camera.opened).toBe(2);
  });

  it("carries frames in both directions at once, in order, with low latency", async () => {
    const size = { width: 480, height: 270, fps: 30 };
    const server = await serve({ source: pattern({ ...size, name: "Server" }), encoding: { codecs: [jpeg] } });
    const connection = await call(server.address.port, {
      source: pattern({ ...size, name: "Client" }),
      encoding: { codecs: [jpeg] },
    });
    const { value: served } = await server[Symbol.asyncIterator]().next();

    async function check({ frames }: Connection): Promise<number> {
      const decoder = jpeg.createDecoder();
      let last = -1;
      let count = 0;
      let maxAge = 0;
      for await (const frame of decode(frames, decoder)) {
        const code = readPattern(frame);
        expect(code).toEqual({ sequence: frame.sequence, timestamp: frame.timestamp });
        expect(frame.sequence).toBeGreaterThan(last);
        last = frame.sequence;
        maxAge = Math.max(maxAge, now() - frame.timestamp);
        if (++count === 30) break;
      }
      await decoder.close();
      return maxAge / 1000;
    }
    const ages = await Promise.all([check(connection), check(served as Connection)]);
    for (const ms of ages) expect(ms).toBeLessThan(1000);
  });

  it("encodes the renditions of its ladder", async () => {
    const server = await serve();
    const source = pattern({ width: 480, height: 272, fps: 30 });
    await call(server.address.port, { source, encoding: { ladder: parseLadder("50x0.5") } });
    const { value: served } = await server[Symbol.asyncIterator]().next();
    const [frame] = served ? await take(served.frames, 1) : [];
    expect(frame).toMatchObject({ codec: "jpeg", width: 240, height: 136, level: 0 });
  });

  it("retries until the server is up", async () => {
    const { lines, log } = keepLog();
    const port = await freePort();
    const connecting = call(port, { log });
    await until(() => lines.length >= 2, "it has made two attempts");
    await serve({ port });
    expect((await connecting).signal.aborted).toBe(false);
    expect(lines[0]).toBe(
      `info: There is no server at 127.0.0.1:${port}: nothing listens there. Trying until there is one.`,
    );
  });

  it("rejects when the time for retries is used up", async () => {
    const port = await freePort();
    const start = performance.now();
    await expect(
      connect(`127.0.0.1:${port}`, { security: { insecure: true }, retryForMs: 500, backoff: { initialMs: 50 } }),
    ).rejects.toThrow(`There is no server at 127.0.0.1:${port}: nothing listens there. Gave up after 0.5 s.`);
    expect(performance.now() - start).toBeGreaterThan(490);
    expect(performance.now() - start).toBeLessThan(2500);
  });

  it("makes one attempt with retryForMs 0", async () => {
    const port = await freePort();
    await expect(connect(`127.0.0.1:${port}`, { security: { insecure: true }, retryForMs: 0 })).rejects.toThrow(
      new RegExp(`^There is no server at 127\\.0\\.0\\.1:${port}: nothing listens there\\.$`),
    );
  });

  it("does not retry after a refusal: busy", async () => {
    const server = await serve({ limits: { maxClients: 1 } });
    await call(server.address.port);
    const { info } = await refusal(connect(`127.0.0.1:${server.address.port}`, { security: { insecure: true } }));
    expect(info).toEqual({ by: "remote", code: "busy", message: "The server has no room for another client." });
  });

  it.each([
    ["sends a bye", "0412020804", { by: "remote", code: "version" }],
    [
      "has it in its hello",
      "210a1f080212037261771a0b696e7374616e63652d303122046a7065672880808008",
      { by: "local", code: "version" },
    ],
  ])("does not retry after a refusal: a server of another version that %s", async (_, hex, expected) => {
    const server = await serveSockets((socket) => socket.resume().write(Buffer.from(hex, "hex")));
    const { info } = await refusal(connect(`127.0.0.1:${server.port}`, { security: { insecure: true } }));
    expect(info).toMatchObject(expected);
    expect(server.sockets).toHaveLength(1);
  });

  it("rejects when another program has the port, without a second attempt", async () => {
    const page = `HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n${"<p>What?</p>".repeat(20)}`;
    const web = await serveSockets((socket) => socket.resume().write(page));
    const error = await refusal(connect(`127.0.0.1:${web.port}`, { security: { insecure: true } }));
    expect(error.message).toMatch(
      new RegExp(
        `^The program at 127\\.0\\.0\\.1:${web.port} does not speak Framewire; does another program have the port\\? `,
      ),
    );
    expect(error.info).toMatchObject({ by: "local", code: "protocol-error" });
    expect(web.sockets).toHaveLength(1);
  });

  it("rejects with a hint that another program may have the port, when that hangs up", async () => {
    const web = createServer().listen(0, "127.0.0.1");
    await once(web, "listening");
    onTestFinished(() => void web.close());
    const { port } = web.address() as AddressInfo;
    await expect(connect(`127.0.0.1:${port}`, { security: { insecure: true }, retryForMs: 0 })).rejects.toThrow(
      `The program at 127.0.0.1:${port} hung up without a hello; does another program have the port?`,
    );
  });

  it("retries when the server fails during the handshake", async () => {
    let resets = 0;
    const failing = await serveSockets((socket) => {
      resets++;
      socket.resetAndDestroy();
    });
    const connecting = call(failing.port, { backoff: { initialMs: 20, maxMs: 50 } });
    await until(() => resets >= 3, "it has made three attempts");
    await failing.kill();
    await serve({ port: failing.port });
    expect((await connecting).signal.aborted).toBe(false);
  });

  it("rejects for invalid addresses and options, without a connection", async () => {
    await expect(connect("http://localhost", { security: { insecure: true } })).rejects.toThrow(RangeError);
    const server = await serve();
    const address = `127.0.0.1:${server.address.port}`;
    await expect(connect(address, { security: { insecure: true }, limits: { maxPacketBytes: 100 } })).rejects.toThrow(
      "max_packet_bytes",
    );
    await expect(connect(address, { security: { insecure: true }, instanceKey: new Uint8Array(3) })).rejects.toThrow(
      "instance_key",
    );
  });

  it("stays open when its source fails, which is opened again", async () => {
    const { lines, log } = keepLog();
    const server = await serve();
    const camera = jpegs({ bytes: 1000 });
    const connection = await call(server.address.port, { source: camera.source, log });
    const { value: served } = await server[Symbol.asyncIterator]().next();
    const frames = served?.frames[Symbol.asyncIterator]();
    await frames?.next();
    camera.fail(new Error("The camera has failed."));
    await until(() => lines.length > 0, "the failure is logged");
    camera.fail();
    await until(() => lines.length > 1, "it works again");
    expect(lines).toEqual([
      "error: The camera has failed. Trying again until it works.",
      expect.stringMatching(/^info: .* works again\.$/),
    ]);
    expect((await frames?.next())?.done).toBe(false);
    expect(connection.signal.aborted).toBe(false);
  });

  it("resolves to a connection that the signal closes", async () => {
    const server = await serve();
    const controller = new AbortController();
    const connection = await call(server.address.port, { signal: controller.signal });
    const { value: served } = await server[Symbol.asyncIterator]().next();
    controller.abort();
    expect(await connection.closed).toMatchObject({ by: "local", code: "left" });
    expect(await served?.closed).toMatchObject({ by: "remote", code: "left" });
  });
});

describe("aborting the signal", () => {
  const modules = `
    import { getEventListeners } from "node:events";
    import { createServer } from "node:net";
    import { setTimeout } from "node:timers/promises";
    import { connect } from "@framewire/client";
    import { listen } from "@framewire/server";
    const sockets = new Set();
    async function silentServer() {
      const tcp = createServer((socket) => sockets.add(socket.on("error", () => {}).resume()));
      await new Promise((resolve) => tcp.listen(0, "127.0.0.1", resolve));
      return tcp;
    }
    const controller = new AbortController();
    const { signal } = controller;
    async function abortAfter(ms, connecting) {
      await setTimeout(ms);
      const start = performance.now();
      controller.abort(new Error("Enough."));
      const outcome = await connecting.then(() => "connected", (error) => error.message);
      return { outcome, ms: performance.now() - start };
    }
    async function report(result) {
      const open = () =>
        process.getActiveResourcesInfo().filter((kind) => /^(TCP|Timeout|GetAddr|ConnectWrap)/.test(kind));
      for (let wait = 0; wait < 500 && open().length > 0; wait++) await setTimeout(10);
      console.log(JSON.stringify({ ...result, open: open(), listeners: getEventListeners(signal, "abort").length }));
    }`;

  it.each([
    ["while it connects", `await abortAfter(0, connect("127.0.0.1:1", { security: { insecure: true }, signal }))`],
    [
      "during the lookup of a name",
      `await abortAfter(0, connect("framewire.invalid", { security: { insecure: true }, signal }))`,
    ],
    ["between two attempts", `await abortAfter(700, connect("127.0.0.1:1", { security: { insecure: true }, signal }))`],
    [
      "while it waits for the hello",
      `await (async () => {
        const tcp = await silentServer();
        const result = await abortAfter(300, connect("127.0.0.1:" + tcp.address().port, { security: { insecure: true }, signal }));
        for (const socket of sockets) socket.destroy();
        await new Promise((resolve) => tcp.close(resolve));
        return result;
      })()`,
    ],
  ])("%s rejects with its reason and leaves nothing open", async (_, expression) => {
    const { ms, ...rest } = (await runAlone(`${modules} await report(${expression});`, import.meta.dirname)) as {
      ms: number;
    };
    expect(rest).toEqual({ outcome: "Enough.", open: [], listeners: 0 });
    expect(ms).toBeLessThan(3000);
  });

  it("while it connects to a machine that does not answer leaves no socket", async () => {
    const address = JSON.stringify(`127.0.0.1:${await deadPort()}`);
    const left = await runAlone(
      `${modules}
      const { outcome } = await abortAfter(200, connect(${address}, { security: { insecure: true }, signal }));
      await report({ outcome });`,
      import.meta.dirname,
    );
    expect(left).toEqual({ outcome: "Enough.", open: [], listeners: 0 });
  });

  it("before connect rejects without an attempt", async () => {
    const server = await serveSockets(() => {});
    const reason = new Error("Enough.");
    await expect(
      connect(`127.0.0.1:${server.port}`, { security: { insecure: true }, signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
    expect(await server.countConnections()).toBe(0);
  });

  it("while connected leaves nothing open, and so does close", async () => {
    for (const end of [`controller.abort()`, `void connection.close()`]) {
      const left = await runAlone(
        `${modules}
        const server = await listen({ port: 0, host: "127.0.0.1", security: { insecure: true } });
        async function* source({ signal }) {
          for (let sequence = 0; !signal.aborted; sequence++) {
            yield { sequence, timestamp: 0, codec: "jpeg", type: "key", width: 1, height: 1, data: new Uint8Array(1000) };
            await setTimeout(10);
          }
        }
        const connection = await connect("127.0.0.1:" + server.address.port, { security: { insecure: true }, signal, source });
        const served = (await server[Symbol.asyncIterator]().next()).value;
        await served.frames[Symbol.asyncIterator]().next();
        ${end};
        const { by, code } = await connection.closed;
        await server.close();
        await report({ by, code });`,
        import.meta.dirname,
      );
      expect(left).toEqual({ by: "local", code: "left", open: [], listeners: 0 });
    }
  });
});

it("connects to a server at ::1, at 127.0.0.1 and at localhost", async () => {
  for (const [host, addresses] of [
    ["127.0.0.1", (port: number) => [`127.0.0.1:${port}`, `localhost:${port}`]],
    ["::1", (port: number) => [`[::1]:${port}`, `localhost:${port}`]],
  ] as const) {
    const server = await listen({ port: 0, host, security: { insecure: true } }).catch(() => undefined);
    if (!server && host === "::1") return; // This machine has no IPv6.
    if (!server) throw new Error("Cannot listen on 127.0.0.1.");
    onTestFinished(() => server.close());
    for (const address of addresses(server.address.port)) {
      const connection = await connect(address, { security: { insecure: true }, retryForMs: 0 });
      await connection.close();
    }
  }
});
