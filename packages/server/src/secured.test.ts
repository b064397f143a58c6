import { once } from "node:events";
import { type Connection, ConnectionClosedError, openConnection } from "@framewire/protocol";
import { tcpTransport } from "@framewire/protocol/tcp";
import { type ClientSecurity, createPairingKey, secureClient } from "@framewire/security";
import { keepLog } from "test-support/keep-log";
import { jpegs } from "test-support/sources";
import { take } from "test-support/take";
import { until } from "test-support/until";
import { describe, expect, it } from "vitest";
import { helloBytes, join, openRaw, openSocket } from "../testing/peers.ts";
import { serve } from "../testing/serve.ts";
import { listen } from "./listen.ts";
import type { RefusedClient } from "./options.ts";

const key = createPairingKey();

/** Connects a client with security. */
async function joinSecured(port: number, security: ClientSecurity): Promise<Connection> {
  const [secure, socket] = [await secureClient(security), await openSocket(port)];
  const secured = await secure(socket, { host: "localhost", timeoutMs: 5000 });
  return openConnection(tcpTransport(secured), { codecs: ["jpeg", "webp"] });
}

describe("a server with a key", () => {
  it("admits a client with the key, and sends it frames", async () => {
    const camera = jpegs();
    const { port } = await serve({ security: { key }, source: camera.source });
    const connection = await joinSecured(port, { key: key.toLowerCase() });
    await take(connection.frames, 3);
    expect(connection.remoteAddress).toBe(`127.0.0.1:${port}`);
    await connection.close();
    expect(await connection.closed).toMatchObject({ by: "local", code: "left" });
  });

  it("refuses a client that does not encrypt, at once, with what to do", async () => {
    const { lines, log } = keepLog();
    // Longer than the test may take.
    const { port } = await serve({ security: { key }, limits: { helloTimeoutMs: 300_000 }, log });
    const start = performance.now();
    const error = await join(port).catch((reason: unknown) => reason);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(error).toBeInstanceOf(ConnectionClosedError);
    expect((error as ConnectionClosedError).info).toEqual({
      by: "remote",
      code: "unauthorised",
      message:
        "This server takes only clients that have its pairing key: give this side the key that the server shows.",
    });
    expect(lines).toEqual([expect.stringMatching(/^warn: Refused 127\.0\.0\.1:\d+: It does not encrypt\.$/)]);
    expect(lines.join()).not.toContain(key);
  });

  it("logs why when a client has another key, or hangs up before it authenticates", async () => {
    const { lines, log } = keepLog();
    const { port } = await serve({ security: { key }, log });
    await expect(joinSecured(port, { key: createPairingKey() })).rejects.toMatchObject({ code: "wrong-key" });
    (await openSocket(port)).end();
    await until(() => lines.length === 2, "both are logged");
    expect(lines).toEqual([
      expect.stringMatching(/Refused .*: It has another key: give it the one that this server has\.$/),
      expect.stringMatching(/Refused .*: It hung up before/),
    ]);
  });

  it("reports whom it refuses and why: another key, no encryption, no room", async () => {
    const refused: RefusedClient[] = [];
    const onRefused = (client: RefusedClient): void => void refused.push(client);
    const { port } = await serve({ security: { key }, limits: { maxClients: 1 }, onRefused });
    await expect(joinSecured(port, { key: createPairingKey() })).rejects.toMatchObject({ code: "wrong-key" });
    await expect(join(port)).rejects.toBeInstanceOf(ConnectionClosedError);
    const admitted = await joinSecured(port, { key });
    await expect(joinSecured(port, { key })).rejects.toMatchObject({ info: { code: "busy" } });
    await until(() => refused.length === 3, "all are reported");
    expect(refused.map(({ code }) => code)).toEqual(["wrong-key", "not-secured", "busy"]);
    for (const { remoteAddress, message } of refused) {
      expect(remoteAddress).toMatch(/^127\.0\.0\.1:\d+$/);
      expect(message).toMatch(/^[A-Z].*\.$/);
    }
    await admitted.close();
  });

  it("sends busy only to clients with the key", async () => {
    const { port } = await serve({ security: { key }, limits: { maxClients: 1 } });
    const first = await joinSecured(port, { key });
    await expect(joinSecured(port, { key })).rejects.toMatchObject({ info: { code: "busy" } });
    await expect(join(port)).rejects.toMatchObject({ info: { code: "unauthorised" } });
    expect(first.signal.aborted).toBe(false);
  });

  it("waits helloTimeoutMs for a handshake, and admits clients meanwhile", async () => {
    const { lines, log } = keepLog();
    const { port } = await serve({ security: { key }, limits: { helloTimeoutMs: 1000 }, log });
    const openings = [Buffer.alloc(0), Buffer.from([0x16]), Buffer.from("16030100c801", "hex")];
    const silent = await Promise.all(openings.map(() => openRaw(port)));
    for (const [at, { socket }] of silent.entries()) socket.write(openings[at] as Buffer);
    const connection = await joinSecured(port, { key });
    await Promise.all(silent.map(({ closed }) => closed));
    await until(() => lines.length === 3, "each is logged");
    for (const line of lines) expect(line).toMatch(/Refused .*: It did not .* within 1 s/);
    expect(connection.signal.aborted).toBe(false);
  });

  it("closes the oldest of too many incomplete handshakes, whatever they have sent", async () => {
    const { port } = await serve({ security: { key }, limits: { maxHalfOpen: 20 } });
    const many = await Promise.all(Array.from({ length: 20 + 20 }, () => openRaw(port)));
    for (const [at, { socket }] of many.entries()) socket.write(Buffer.from(at % 2 ? "16030100c801" : "16", "hex"));
    let closedCount = 0;
    for (const { closed } of many) void closed.then(() => closedCount++);
    await until(() => closedCount >= 20, "the oldest are closed");
    const connection = await joinSecured(port, { key });
    expect(connection.signal.aborted).toBe(false);
  });

  it("is not affected by garbage in or after a handshake", async () => {
    const { port } = await serve({ security: { key }, limits: { helloTimeoutMs: 1000 } });
    const good = await joinSecured(port, { key });
    const attempts = Array.from({ length: 20 }, async (_, round) => {
      const socket = await openSocket(port);
      const noise = Buffer.from(Array.from({ length: 300 }, (__, at) => (at * 37 + round * 91) % 256));
      socket.write(Buffer.concat([Buffer.from(round % 2 ? "16030100" : "1603010200", "hex"), noise]));
      if (round % 3 === 0) socket.resetAndDestroy();
      else await once(socket.resume(), "close");
    });
    const secure = await secureClient({ key });
    const secured = await secure(await openSocket(port), { host: "localhost", timeoutMs: 5000 });
    secured.resume().write(Buffer.from("GET / HTTP/1.1\r\n\r\n"));
    await Promise.all([...attempts, once(secured, "close")]);
    expect(good.signal.aborted).toBe(false);
  });

  it("closes within two seconds during incomplete handshakes", async () => {
    const { server, port } = await serve({ security: { key } });
    const silent = await openRaw(port);
    silent.socket.write(Buffer.from("16030100c801", "hex"));
    const connection = await joinSecured(port, { key });
    const start = performance.now();
    await server.close();
    expect(performance.now() - start).toBeLessThan(2000);
    expect(await connection.closed).toMatchObject({ by: "remote", code: "shutting-down" });
    await silent.closed;
  });
});

describe("an insecure server", () => {
  it("logs that a client encrypts, and continues", async () => {
    const { lines, log } = keepLog();
    const { port } = await serve({ security: { insecure: true }, log });
    await expect(joinSecured(port, { key })).rejects.toMatchObject({ code: "not-secured" });
    await until(() => lines.length === 1, "it is logged");
    expect(lines[0]).toMatch(/Refused .*: The other side encrypts, and this one does not/);
    expect((await join(port)).connection.signal.aborted).toBe(false);
  });

  it("does not mistake a hello for TLS when it arrives byte by byte", async () => {
    const { server, port } = await serve({ security: { insecure: true } });
    const socket = await openSocket(port);
    for (const byte of helloBytes("cut-into-bytes")) socket.write(Buffer.from([byte]));
    const { value } = await server[Symbol.asyncIterator]().next();
    expect(value?.remote.instanceId).toBe("cut-into-bytes");
    socket.destroy();
  });
});

describe("listen", () => {
  it.each([
    ["no security is given", {}, "Nothing says how connections are protected."],
    ["two kinds are given", { key, insecure: true } as const, "Only one may say how connections are protected."],
    ["the key is invalid", { key: "short" }, "The key has 5 characters"],
    [
      "the certificate is invalid",
      { tls: { cert: "none", key: "none" } },
      "The certificates or their key cannot be used",
    ],
  ])("rejects with a sentence when %s", async (_, security, sentence) => {
    await expect(listen({ port: 0, host: "127.0.0.1", security })).rejects.toThrow(sentence);
  });
});
