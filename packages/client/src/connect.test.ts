import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { decode, jpeg, parseLadder } from "@framewire/codec";
import { now, sleep } from "@framewire/media";
import { type Connection, ConnectionClosedError } from "@framewire/protocol";
import { listen } from "@framewire/server";
import { pattern, readPattern } from "@framewire/test-pattern";
import { describe, expect, it, onTestFinished } from "vitest";
import { runAlone } from "../testing/alone.ts";
import { createCamera } from "../testing/camera.ts";
import { deadPort, freePort, ladder, serve, serveSockets } from "../testing/servers.ts";
import { keepLog, take, until } from "../testing/until.ts";
import { connect } from "./connect.ts";
import type { ClientOptions } from "./options.ts";

/** Connects, and hangs up when the test ends. */
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
  it("introduces itself, and shows its pictures only while the server looks", async () => {
    const server = await serve({ name: "Kitchen" });
    const camera = createCamera();
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
    await until(() => !camera.open, "the camera is closed when nobody looks");
    const frames = served?.frames[Symbol.asyncIterator]();
    await frames?.next();
    await frames?.next();
    expect(camera.open).toBe(true);
    await connection.close();
    await until(() => !camera.open, "the camera is closed when nobody is connected");
    expect(await connection.closed).toMatchObject({ by: "local", code: "left" });
    expect(await served?.closed).toMatchObject({ by: "remote", code: "left" });
    expect(camera.opened).toBe(2);
  });

  it("carries pictures both ways at once, in order and fresh", async () => {
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
      let oldest = 0;
      for await (const frame of decode(frames, decoder)) {
        const reading = readPattern(frame);
        expect(reading).toEqual({ sequence: frame.sequence, timestamp: frame.timestamp });
        expect(frame.sequence).toBeGreaterThan(last);
        last = frame.sequence;
        oldest = Math.max(oldest, now() - frame.timestamp);
        if (++count === 30) break;
      }
      await decoder.close();
      return oldest / 1000;
    }
    const ages = await Promise.all([check(connection), check(served as Connection)]);
    for (const ms of ages) expect(ms).toBeLessThan(1000);
  });

  it("shows its pictures at the levels that it is given", async () => {
    const server = await serve();
    const source = pattern({ width: 480, height: 272, fps: 30 });
    await call(server.address.port, { source, encoding: { ladder: parseLadder("50x0.5") } });
    const { value: served } = await server[Symbol.asyncIterator]().next();
    const [frame] = served ? await take(served.frames, 1) : [];
    expect(frame).toMatchObject({ codec: "jpeg", width: 240, height: 136, level: 0 });
  });

  it("waits for a server that is not up yet", async () => {
    const { lines, log } = keepLog();
    const port = await freePort();
    const calling = call(port, { log });
    await until(() => lines.length >= 2, "it has tried twice");
    await serve({ port });
    expect((await calling).signal.aborted).toBe(false);
    expect(lines[0]).toBe(
      `info: There is no server at 127.0.0.1:${port}: nothing listens there. Trying until there is one.`,
    );
  });

  it("says what it tried when the time for retries is used up", async () => {
    const port = await freePort();
    const start = performance.now();
    await expect(
      connect(`127.0.0.1:${port}`, { security: { insecure: true }, retryForMs: 500, backoff: { initialMs: 50 } }),
    ).rejects.toThrow(`There is no server at 127.0.0.1:${port}: nothing listens there. It was tried for 0.5 s.`);
    expect(performance.now() - start).toBeGreaterThan(490);
    expect(performance.now() - start).toBeLessThan(2500);
  });

  it("tries once where there is no time for retries, and says no more than why", async () => {
    const port = await freePort();
    await expect(connect(`127.0.0.1:${port}`, { security: { insecure: true }, retryForMs: 0 })).rejects.toThrow(
      new RegExp(`^There is no server at 127\\.0\\.0\\.1:${port}: nothing listens there\\.$`),
    );
  });

  it("takes a refusal for an answer: busy", async () => {
    const server = await serve({ limits: { maxClients: 1 } });
    await call(server.address.port);
    const { info } = await refusal(connect(`127.0.0.1:${server.address.port}`, { security: { insecure: true } }));
    expect(info).toEqual({ by: "remote", code: "busy", message: "The server has no room for another client." });
  });

  it.each([
    ["says so in a bye", "0412020804", { by: "remote", code: "version" }],
    [
      "shows it in its hello",
      "210a1f080212037261771a0b696e7374616e63652d303122046a7065672880808008",
      { by: "local", code: "version" },
    ],
  ])("takes a refusal for an answer: a server of another version that %s", async (_, hex, expected) => {
    const server = await serveSockets((socket) => socket.resume().write(Buffer.from(hex, "hex")));
    const { info } = await refusal(connect(`127.0.0.1:${server.port}`, { security: { insecure: true } }));
    expect(info).toMatchObject(expected);
    expect(server.sockets).toHaveLength(1);
  });

  it("says that another program has the port, and leaves it alone", async () => {
    const page = `HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n${"<p>What?</p>".repeat(20)}`;
    const web = await serveSockets((socket) => socket.resume().write(page));
    const error = await refusal(connect(`127.0.0.1:${web.port}`, { security: { insecure: true } }));
    expect(error.message).toMatch(
      new RegExp(
        `^What listens at 127\\.0\\.0\\.1:${web.port} does not speak Framewire; is it another program's port\\? `,
      ),
    );
    expect(error.info).toMatchObject({ by: "local", code: "protocol-error" });
    expect(web.sockets).toHaveLength(1);
  });

  it("says that another program may have the port, where that hangs up", async () => {
    const web = createServer().listen(0, "127.0.0.1");
    await once(web, "listening");
    onTestFinished(() => void web.close());
    const { port } = web.address() as AddressInfo;
    await expect(connect(`127.0.0.1:${port}`, { security: { insecure: true }, retryForMs: 0 })).rejects.toThrow(
      `What listens at 127.0.0.1:${port} hung up without a hello; is it another program's port?`,
    );
  });

  it("tries again when the server dies during the handshake", async () => {
    let died = 0;
    const dying = await serveSockets((socket) => {
      died++;
      socket.resetAndDestroy();
    });
    const calling = call(dying.port, { backoff: { initialMs: 20, maxMs: 50 } });
    await until(() => died >= 3, "it was tried three times");
    await dying.kill();
    await serve({ port: dying.port });
    expect((await calling).signal.aborted).toBe(false);
  });

  it("refuses an address and options that cannot be, without a single attempt that lasts", async () => {
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

  it("ends when its source fails for good, with a bye that says so", async () => {
    const { lines, log } = keepLog();
    const server = await serve();
    const camera = createCamera();
    const connection = await call(server.address.port, { source: camera.source, log });
    const { value: served } = await server[Symbol.asyncIterator]().next();
    await served?.frames[Symbol.asyncIterator]().next();
    camera.fail(new Error("The camera is gone."));
    const message = "The source of the pictures has failed.";
    expect(await connection.closed).toEqual({ by: "local", code: "left", message });
    expect(await served?.closed).toEqual({ by: "remote", code: "left", message });
    expect(lines).toEqual(["error: The camera is gone."]);
  });

  it("resolves to a connection that the signal hangs up", async () => {
    const server = await serve();
    const controller = new AbortController();
    const connection = await call(server.address.port, { signal: controller.signal });
    const { value: served } = await server[Symbol.asyncIterator]().next();
    controller.abort();
    expect(await connection.closed).toMatchObject({ by: "local", code: "left" });
    expect(await served?.closed).toMatchObject({ by: "remote", code: "left" });
  });
});

describe("the abort of the signal", () => {
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
    async function abortAfter(ms, calling) {
      await setTimeout(ms);
      const start = performance.now();
      controller.abort(new Error("Enough."));
      const outcome = await calling.then(() => "connected", (error) => error.message);
      return { outcome, ms: performance.now() - start };
    }
    async function report(result) {
      await setTimeout(100);
      const open = process.getActiveResourcesInfo().filter((kind) => /^(TCP|Timeout|GetAddr|ConnectWrap)/.test(kind));
      console.log(JSON.stringify({ ...result, open, listeners: getEventListeners(signal, "abort").length }));
    }`;

  it.each([
    ["while it dials", `await abortAfter(0, connect("127.0.0.1:1", { security: { insecure: true }, signal }))`],
    [
      "while it looks up a name",
      `await abortAfter(0, connect("framewire.invalid", { security: { insecure: true }, signal }))`,
    ],
    [
      "while it waits to try again",
      `await abortAfter(700, connect("127.0.0.1:1", { security: { insecure: true }, signal }))`,
    ],
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
    const { ms, ...rest } = (await runAlone(`${modules} await report(${expression});`)) as { ms: number };
    expect(rest).toEqual({ outcome: "Enough.", open: [], listeners: 0 });
    expect(ms).toBeLessThan(3000);
  });

  it("while it dials a machine that does not answer leaves no socket that goes on trying", async () => {
    const address = JSON.stringify(`127.0.0.1:${await deadPort()}`);
    const left = await runAlone(`${modules}
      const { outcome } = await abortAfter(200, connect(${address}, { security: { insecure: true }, signal }));
      await report({ outcome });`);
    expect(left).toEqual({ outcome: "Enough.", open: [], listeners: 0 });
  });

  it("before the call rejects without an attempt", async () => {
    const server = await serveSockets(() => {});
    const reason = new Error("Enough.");
    await expect(
      connect(`127.0.0.1:${server.port}`, { security: { insecure: true }, signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
    await sleep(50);
    expect(server.sockets).toHaveLength(0);
  });

  it("while connected leaves nothing open, and so does a hang-up", async () => {
    for (const end of [`controller.abort()`, `void connection.close()`]) {
      const left = await runAlone(`${modules}
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
        await report({ by, code });`);
      expect(left).toEqual({ by: "local", code: "left", open: [], listeners: 0 });
    }
  });
});

it("reaches a server at ::1, at 127.0.0.1 and at localhost", async () => {
  for (const [host, addresses] of [
    ["127.0.0.1", (port: number) => [`127.0.0.1:${port}`, `localhost:${port}`]],
    ["::1", (port: number) => [`[::1]:${port}`, `localhost:${port}`]],
  ] as const) {
    const server = await listen({ port: 0, host, security: { insecure: true } }).catch(() => undefined);
    if (!server && host === "::1") return; // This machine has no IPv6.
    if (!server) throw new Error("127.0.0.1 cannot be listened on.");
    onTestFinished(() => server.close());
    for (const address of addresses(server.address.port)) {
      const connection = await connect(address, { security: { insecure: true }, retryForMs: 0 });
      await connection.close();
    }
  }
});
