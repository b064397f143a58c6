import { sleep } from "@framewire/media";
import { ConnectionClosedError } from "@framewire/protocol";
import { createPairingKey } from "@framewire/security";
import { describe, expect, it } from "vitest";
import { freePort, serve, servePassage, serveSockets } from "../testing/servers.ts";
import { keepLog, until } from "../testing/until.ts";
import { connect } from "./connect.ts";
import type { ClientOptions } from "./options.ts";
import { reconnecting } from "./reconnecting.ts";

const key = createPairingKey();

/** How the server, or what stands in its place, refuses; with the time that it took. */
async function refusal(
  port: number,
  security: ClientOptions["security"],
): Promise<{ code: string; message: string; ms: number }> {
  const began = performance.now();
  // It is final: where it tried again, this would not end.
  const error = await connect(`localhost:${port}`, { security }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ConnectionClosedError);
  const { info, message } = error as ConnectionClosedError;
  return { code: info.code, message, ms: performance.now() - began };
}

describe("a client", () => {
  it("with the server's key is connected, however the key is typed", async () => {
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
    "with %s is refused in a second, with a sentence on both sides",
    async (_, forServer, forClient, text) => {
      const { lines, log } = keepLog();
      const server = await serve({ security: forServer, log });
      // The derivation of a key is not counted: it is done at a program's start.
      await refusal(server.address.port, forClient);
      const { code, message, ms } = await refusal(server.address.port, forClient);
      expect(message).toContain(text);
      expect(code).toBe("unauthorised");
      expect(ms).toBeLessThan(1000);
      await until(() => lines.length === 2, "the server's log has a line for each");
      for (const line of lines) expect(line).toMatch(/^warn: .* is not let in: [A-Z].*\.$/);
    },
  );

  it("takes what speaks neither TLS nor Framewire for another program", async () => {
    const web = await serveSockets((socket) => socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"));
    expect((await refusal(web.port, { key })).message).toContain("or is another program");
  });

  it("tries again when nobody answers, and when what answers hangs up", async () => {
    const hangsUp = await serveSockets((socket) => socket.destroy());
    const { lines, log } = keepLog();
    const again = { security: { key }, log, retryForMs: 300, backoff: { initialMs: 20, maxMs: 50 } };
    await expect(connect(`localhost:${hangsUp.port}`, again)).rejects.toThrow("hung up without a hello");
    expect(hangsUp.sockets.length).toBeGreaterThan(1);
    await expect(connect(`localhost:${await freePort()}`, again)).rejects.toThrow("nothing listens there");
    expect(lines.join()).not.toContain(key);
  });

  it("comes back after a loss", async () => {
    const server = await serve({ security: { key } });
    const passage = await servePassage(server.address.port);
    let count = 0;
    for await (const connection of reconnecting(`localhost:${passage.port}`, {
      security: { key },
      backoff: { initialMs: 20 },
    })) {
      if (++count === 3) break;
      await sleep(50);
      passage.cutClients();
      expect(await connection.closed).toMatchObject({ by: "lost" });
    }
    expect(count).toBe(3);
  });

  it.each([
    ["no protection is chosen", {}, "Nothing says how connections are protected."],
    ["the key is none", { key: "short" }, "The key has 5 characters"],
    ["the key has a slip", { key: `${key.slice(0, -1)}${key.endsWith("0") ? "1" : "0"}` }, "look at group 6"],
  ])("rejects with a sentence when %s, and dials nobody", async (_, security, sentence) => {
    const server = await serveSockets(() => {});
    await expect(connect(`localhost:${server.port}`, { security })).rejects.toThrow(sentence);
    await expect(reconnecting(`localhost:${server.port}`, { security }).next()).rejects.toThrow(sentence);
    expect(server.sockets).toHaveLength(0);
  });
});
