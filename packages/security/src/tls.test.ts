import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { tcpTransport } from "@framewire/protocol/tcp";
import { until } from "test-support/until";
import { beforeAll, describe, expect, it } from "vitest";
import { openResources, released } from "../../protocol/testing/resources.ts";
import { tcpPair } from "../../protocol/testing/tcp-pair.ts";
import { transportChecks } from "../../protocol/testing/transport-checks.ts";
import { type Certificates, makeCertificates } from "../testing/certificates.ts";
import { type Ends, securedPair, shakeHands } from "../testing/secured-pair.ts";
import type { SecurityError } from "./index.ts";
import { secureClient, secureServer } from "./index.ts";

describe("TCP with a pairing key", () =>
  transportChecks(async () => {
    const [a, b] = await securedPair();
    return [tcpTransport(a), tcpTransport(b)];
  }));

const key = "a key of this test";

function errors({ client, server }: Ends): [SecurityError | undefined, SecurityError | undefined] {
  const reason = (end: PromiseSettledResult<unknown>): SecurityError | undefined =>
    end.status === "rejected" ? end.reason : undefined;
  return [reason(client), reason(server)];
}

function sockets({ client, server }: Ends): [TLSSocket, TLSSocket] {
  if (client.status === "rejected") throw client.reason;
  if (server.status === "rejected") throw server.reason;
  return [client.value as TLSSocket, server.value as TLSSocket];
}

function close({ raw }: Ends): void {
  for (const socket of raw) socket.destroy();
}

describe("a pairing key", () => {
  it("uses one cipher with ephemeral session keys, and no certificate", async () => {
    const ends = await shakeHands({ key }, { key: ` ${key} ` });
    const [client, server] = sockets(ends);
    for (const side of [client, server]) {
      expect(side.getProtocol()).toBe("TLSv1.2");
      expect(side.getCipher().name).toBe("ECDHE-PSK-CHACHA20-POLY1305");
      expect(side.isSessionReused()).toBe(false);
    }
    expect(client.getEphemeralKeyInfo()).toMatchObject({ name: "X25519" });
    expect(client.getPeerX509Certificate()).toBeUndefined();
    expect(client.getTLSTicket()).toBeUndefined();
    close(ends);
  });

  it("that differs is refused on both sides, each with a sentence, every time", async () => {
    for (let time = 0; time < 20; time++) {
      const ends = await shakeHands({ key }, { key: "another key of this test" });
      const [client, server] = errors(ends);
      expect(client).toMatchObject({ name: "SecurityError", code: "wrong-key" });
      expect(client?.message).toBe("The server has another key: give this side the one that the server shows.");
      expect(server).toMatchObject({ code: "wrong-key" });
      expect(server?.message).toBe("It has another key: give it the one that this server has.");
      expect(ends.raw.map(({ destroyed }) => destroyed)).toEqual([true, true]);
    }
  });

  it("does not crash the process when both sockets are destroyed at the end of the handshake", async () => {
    // Inside the callback of the handshake itself, Node would crash.
    for (const forServer of [{ key }, { key: "another key of this test" }]) {
      const [dial, accept] = await Promise.all([secureClient({ key }), secureServer(forServer)]);
      const [a, b] = await tcpPair();
      const drop = async (socket: Socket, secured: Promise<Socket>): Promise<void> => {
        const outcome = await secured.catch(() => undefined);
        socket.resetAndDestroy();
        outcome?.destroy();
      };
      await Promise.all([
        drop(a, dial(a, { host: "localhost", timeoutMs: 5000 })),
        drop(b, accept(b, { timeoutMs: 5000 })),
      ]);
      await until(() => a.closed && b.closed);
    }
  });
});

describe("two sides with different kinds of protection", () => {
  it("one has a key, the other certificates", async () => {
    const { server: tls, ca } = await certificates();
    const [client, server] = errors(await shakeHands({ key }, { tls }));
    expect(client?.message).toBe("The server takes no pairing key: it may want certificates, or be another program.");
    expect(server?.message).toContain("It wants a pairing key, and this server has certificates");
    const [client2, server2] = errors(await shakeHands({ tls: { ca } }, { key }));
    expect(client2?.message).toContain("The server takes no certificates: it may want its pairing key");
    expect(server2?.message).toContain("It takes no pairing key, which this server asks for");
    for (const error of [client, server, client2, server2]) expect(error?.code).toBe("no-common-way");
  });

  it("the client does not encrypt: the error has a socket to answer on, with all of its input unread", async () => {
    const accept = await secureServer({ key });
    const [a, b] = await tcpPair();
    // The first byte of a hello of 22 bytes is that of a handshake of TLS.
    a.write(Buffer.from([0x16]));
    const outcome = accept(b, { timeoutMs: 5000 }).catch((error: SecurityError) => error);
    await new Promise((resolve) => setTimeout(resolve, 50));
    a.write(Buffer.from([0x0a, 0x14, 0x08]));
    const error = (await outcome) as SecurityError;
    expect(error).toMatchObject({ code: "not-secured", message: "It does not encrypt." });
    expect(error.answer?.message).toContain("only clients that have its pairing key");
    expect(error.answer?.socket).toBe(b);
    const [bytes] = (await once(b, "data")) as [Buffer];
    expect([...bytes]).toEqual([0x16, 0x0a, 0x14, 0x08]);
    a.destroy();
    b.destroy();
  });

  it("the server does not encrypt", async () => {
    const dial = await secureClient({ key });
    const [a, b] = await tcpPair();
    b.on("error", () => {}).write(Buffer.from("200a1e0801120863616d657261", "hex"));
    const error = await dial(a, { host: "localhost", timeoutMs: 5000 }).catch((reason: SecurityError) => reason);
    expect(error).toMatchObject({ code: "not-secured" });
    expect((error as SecurityError).message).toContain("The server does not encrypt: it was started as insecure");
    expect(a.destroyed).toBe(true);
    b.destroy();
  });
});

describe("certificates", () => {
  it("secure a connection to a server that the client trusts", async () => {
    const { server: tls, ca } = await certificates();
    const ends = await shakeHands({ tls: { ca } }, { tls });
    const [client] = sockets(ends);
    expect(client.getProtocol()).toBe("TLSv1.3");
    expect(client.authorized).toBe(true);
    close(ends);
  });

  it.each([
    ["an authority that the client does not know", {}, "its authority is not known here"],
    ["a name that is not the server's", { serverName: "elsewhere.example" }, "it is for another name"],
  ])("are refused with %s, and the error has an answer for the server", async (_, given, why) => {
    const { server: tls, ca } = await certificates();
    const ends = await shakeHands({ tls: "serverName" in given ? { ca, ...given } : given }, { tls });
    const [client, server] = errors(ends);
    expect(client).toMatchObject({ code: "untrusted", message: `The server's certificate is not trusted: ${why}.` });
    expect(client?.answer?.message).toBe(`The client does not trust this server's certificate: ${why}.`);
    expect(client?.answer?.socket.writable).toBe(true);
    expect(server).toBeUndefined();
    close(ends);
  });

  it("are requested from clients too, if the server has an authority", async () => {
    const { server, client, ca } = await certificates();
    const tls = { ...server, ca };
    const trusted = await shakeHands({ tls: { ca, ...client } }, { tls });
    expect(sockets(trusted)[1].authorized).toBe(true);
    close(trusted);

    const missing = await shakeHands({ tls: { ca } }, { tls });
    expect(errors(missing)[1]).toMatchObject({ code: "untrusted", message: "Its certificate is missing." });
    expect(errors(missing)[1]?.answer?.message).toBe(
      "This server asks for a certificate that it trusts, and yours is missing.",
    );
    close(missing);

    const { client: stranger } = await makeCertificates();
    const unknown = await shakeHands({ tls: { ca, ...stranger } }, { tls });
    expect(errors(unknown)[1]?.message).toBe("Its certificate is not trusted: its authority is not known here.");
    close(unknown);
  });

  it("reject with a sentence if they cannot be read", async () => {
    const sentence = /^The certificates or their key cannot be used: [^:]+\.$/;
    await expect(secureServer({ tls: { cert: "none", key: "none" } })).rejects.toThrow(sentence);
    await expect(secureClient({ tls: { cert: "none", key: "none" } })).rejects.toThrow(sentence);
  });
});

describe("a handshake", () => {
  it("times out if the other side stalls, and leaves nothing open", async () => {
    const [accept, dial] = [await secureServer({ key }), await secureClient({ key })];
    const before = openResources();
    const openings = [Buffer.alloc(0), Buffer.from([0x16]), Buffer.from("160301020001", "hex")];
    for (const opening of openings) {
      const [a, b] = await tcpPair();
      a.on("error", () => {}).write(opening);
      const error = await accept(b, { timeoutMs: 100 }).catch((reason: SecurityError) => reason);
      expect(error).toMatchObject({
        code: "timed-out",
        message: "It did not authenticate within 0.1 s.",
      });
      expect(b.destroyed).toBe(true);
      a.destroy();
    }
    const [c, d] = await tcpPair();
    await expect(dial(c, { host: "localhost", timeoutMs: 100 })).rejects.toMatchObject({ code: "timed-out" });
    d.destroy();
    await released(before);
  });

  it("ends with the socket, and with the signal", async () => {
    const [accept, dial] = [await secureServer({ key }), await secureClient({ key })];
    const before = openResources();
    for (const opening of [Buffer.alloc(0), Buffer.from("160301020001", "hex")]) {
      for (const end of ["end", "resetAndDestroy"] as const) {
        const [a, b] = await tcpPair();
        const outcome = accept(b, { timeoutMs: 5000 }).catch((reason: SecurityError) => reason);
        a.on("error", () => {}).write(opening);
        await new Promise((resolve) => setTimeout(resolve, 20));
        a[end]();
        expect(await outcome).toMatchObject({ code: "lost" });
        a.destroy();
      }
    }
    const controller = new AbortController();
    const [a, b] = await tcpPair();
    const { signal } = controller;
    const outcomes = [accept(b, { timeoutMs: 5000, signal }), dial(a, { host: "", timeoutMs: 5000, signal })];
    const reason = new Error("Enough.");
    controller.abort(reason);
    for (const outcome of await Promise.allSettled(outcomes)) expect(outcome).toMatchObject({ reason });
    await expect(accept(b, { timeoutMs: 5000 })).rejects.toMatchObject({ code: "lost" });
    await released(before);
  });

  it("does not report a wrong key for input that only starts like TLS", async () => {
    const accept = await secureServer({ key });
    const [a, b] = await tcpPair();
    a.on("error", () => {}).write(Buffer.from("1603010005deadbeef00", "hex"));
    const error = (await accept(b, { timeoutMs: 5000 }).catch((reason: unknown) => reason)) as SecurityError;
    expect(error.message).toMatch(/^TLS with it failed: [^:]+\.$/);
    a.destroy();
  });

  it("is matched to its own socket among many at once", async () => {
    const accept = await secureServer({ key });
    const [right, wrong] = [await secureClient({ key }), await secureClient({ key: "a wrong one, that is" })];
    const accepted: Promise<string>[] = [];
    const server = createServer((socket) => {
      accepted.push(
        accept(socket, { timeoutMs: 10_000 }).then(
          () => "in",
          ({ code }: SecurityError) => code,
        ),
      );
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, async (_, number) => {
        const socket = connect(port, "127.0.0.1");
        await once(socket, "connect");
        const dial = number % 2 ? right : wrong;
        const outcome = await dial(socket, { host: "localhost", timeoutMs: 10_000 }).then(
          () => "in",
          ({ code }: SecurityError) => code,
        );
        socket.destroy();
        return outcome === (number % 2 ? "in" : "wrong-key");
      }),
    );
    expect(outcomes).not.toContain(false);
    const ends = await Promise.all(accepted);
    expect(ends.filter((end) => end === "in")).toHaveLength(20);
    expect(ends.filter((end) => end === "wrong-key")).toHaveLength(20);
    server.close();
  });
});

describe("protection", () => {
  it.each([
    ["none", {}, "Nothing says how connections are protected."],
    ["two", { key, insecure: true } as const, "Only one may say how connections are protected."],
  ])("is chosen by exactly one: not by %s", async (_, options, sentence) => {
    await expect(secureServer(options)).rejects.toThrow(sentence);
    await expect(secureClient(options)).rejects.toThrow(
      "Give one of: key, the pairing key that both sides have; tls, certificates; insecure: true, no protection at all.",
    );
    await expect(secureClient(options)).rejects.toThrow(TypeError);
  });

  it("resolves to the socket itself if insecure", async () => {
    const ends = await shakeHands({ insecure: true }, { insecure: true });
    expect(ends.client).toMatchObject({ value: ends.raw[0] });
    expect(ends.server).toMatchObject({ value: ends.raw[1] });
    close(ends);
  });
});

let made: Promise<Certificates> | undefined;
function certificates(): Promise<Certificates> {
  made ??= makeCertificates();
  return made;
}
beforeAll(() => certificates());
