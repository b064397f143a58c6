import { ConnectionClosedError } from "@framewire/protocol";
import { createPairingKey } from "@framewire/security";
import { freePort } from "test-support/free-port";
import { keepLog } from "test-support/keep-log";
import { until } from "test-support/until";
import { describe, expect, it } from "vitest";
import { serve, serveProxy, serveSockets } from "../testing/servers.ts";
import { connect } from "./connect.ts";
import type { ClientOptions } from "./options.ts";
import { reconnecting } from "./reconnecting.ts";

const key = createPairingKey();

/** How a server refuses the client. Refusals are final: a client that retries would not return. */
async function refusal(
  port: number,
  security: ClientOptions["security"],
): Promise<{ code: string; message: string; ms: number }> {
  const start = performance.now();
  const error = await connect(`localhost:${port}`, { security }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ConnectionClosedError);
  const { info, message } = error as ConnectionClosedError;
  return { code: info.code, message, ms: performance.now() - start };
}

describe("a client", () => {
  it("with the server's key connects, in any spelling of the key", async () => {
    const server = await serve({ security: { key } });
    const connection = await connect(`localhost:${server.address.port}`, {
      security: { key: key.replaceAll("-", " ").toLowerCase() },
    });
    expect(connection.signal.aborted).toBe(false);
    await connection.close();
  });

  it.each([
    ["another key", { key }, { key: createPairingKey() }, "The server has another key: give this side the one"],
    ["no key", { key }, { insecure: true }, "This server takes only clients that have its pairing key"],
    [
      "a key for an open server",
      { insecure: true },
      { key },
      "The server does not encrypt: it was started as insecure",
    ],
    ["certificates for a key", { key }, { tls: {} }, "The server takes no certificates: it may want its pairing key"],
  ] as const)(
    "with %s is refused within a second, with a sentence on both sides",
    async (_, forServer, forClient, text) => {
      const { lines, log } = keepLog();
      const server = await serve({ security: forServer, log });
      // The first attempt also derives the key, which a program does at its start.
      await refusal(server.address.port, forClient);
      const { code, message, ms } = await refusal(server.address.port, forClient);
      expect(message).toContain(text);
      expect(code).toBe("unauthorised");
      expect(ms).toBeLessThan(1000);
      await until(() => lines.length === 2, "the server has logged both");
      for (const line of lines) expect(line).toMatch(/^warn: Refused .*: [A-Z].*\.$/);
    },
  );

  it("reports another program when the server speaks neither TLS nor Framewire", async () => {
    const web = await serveSockets((socket) => socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"));
    expect((await refusal(web.port, { key })).message).toContain("or is another program");
  });

  it("retries when nothing listens, and when the server hangs up", async () => {
    const closing = await serveSockets((socket) => socket.destroy());
    const { lines, log } = keepLog();
    const retrying = { security: { key }, log, retryForMs: 300, backoff: { initialMs: 20, maxMs: 50 } };
    await expect(connect(`localhost:${closing.port}`, retrying)).rejects.toThrow("hung up without a hello");
    expect(closing.sockets.length).toBeGreaterThan(1);
    await expect(connect(`localhost:${await freePort()}`, retrying)).rejects.toThrow("nothing listens there");
    expect(lines.join()).not.toContain(key);
  });

  it("reconnects after a loss", async () => {
    const server = await serve({ security: { key } });
    const proxy = await serveProxy(server.address.port);
    let count = 0;
    for await (const connection of reconnecting(`localhost:${proxy.port}`, {
      security: { key },
      backoff: { initialMs: 20 },
    })) {
      if (++count === 3) break;
      proxy.resetClients();
      expect(await connection.closed).toMatchObject({ by: "lost" });
    }
    expect(count).toBe(3);
  });

  it.each([
    ["no security is given", {}, "Nothing says how connections are protected."],
    ["the key is invalid", { key: "short" }, "The key has 5 characters"],
    ["the key has a typing error", { key: `${key.slice(0, -1)}${key.endsWith("0") ? "1" : "0"}` }, "look at group 6"],
  ])("rejects with a sentence when %s, without a connection", async (_, security, sentence) => {
    const server = await serveSockets(() => {});
    await expect(connect(`localhost:${server.port}`, { security })).rejects.toThrow(sentence);
    await expect(reconnecting(`localhost:${server.port}`, { security }).next()).rejects.toThrow(sentence);
    expect(await server.countConnections()).toBe(0);
  });
});
