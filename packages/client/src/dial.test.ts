import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { freePort } from "test-support/free-port";
import { describe, expect, it, onTestFinished } from "vitest";
import { deadPort } from "../testing/servers.ts";
import { dial } from "./dial.ts";
import { UnreachableError } from "./unreachable-error.ts";

const hasIPv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === "::1"));

async function listenOn(host: string): Promise<number> {
  const tcp = createServer((socket) => socket.end("welcome").on("error", () => {})).listen(0, host);
  await once(tcp, "listening");
  onTestFinished(() => void tcp.close());
  return (tcp.address() as AddressInfo).port;
}

async function welcome(host: string, port: number): Promise<string> {
  const socket = await dial({ host, port });
  const [text] = await once(socket, "data");
  socket.destroy();
  return String(text);
}

describe("dial", () => {
  it("reaches a server over IPv4", async () => {
    expect(await welcome("127.0.0.1", await listenOn("127.0.0.1"))).toBe("welcome");
  });

  it.skipIf(!hasIPv6)("reaches a server over IPv6 (needs ::1)", async () => {
    expect(await welcome("::1", await listenOn("::1"))).toBe("welcome");
  });

  it("finds localhost where the server is on IPv4 only", async () => {
    expect(await welcome("localhost", await listenOn("127.0.0.1"))).toBe("welcome");
  });

  it.skipIf(!hasIPv6)("finds localhost where the server is on IPv6 only (needs ::1)", async () => {
    expect(await welcome("localhost", await listenOn("::1"))).toBe("welcome");
  });

  it("rejects where nothing listens, with the address", async () => {
    const port = await freePort();
    for (const host of ["127.0.0.1", "localhost"]) {
      const refused = dial({ host, port });
      await expect(refused).rejects.toThrow(`There is no server at ${host}:${port}: nothing listens there.`);
      await expect(refused).rejects.toBeInstanceOf(UnreachableError);
    }
  });

  it("rejects for an unknown host name", async () => {
    await expect(dial({ host: "no-such-name.invalid", port: 4700 })).rejects.toThrow(
      /^There is no server at no-such-name\.invalid:4700: (the name is not known|the name cannot be looked up now|nothing answers there)\.$/,
    );
  });

  it("rejects after a timeout when the machine does not answer", async () => {
    const port = await deadPort();
    const start = performance.now();
    await expect(dial({ host: "127.0.0.1", port })).rejects.toThrow(
      `There is no server at 127.0.0.1:${port}: nothing answers there.`,
    );
    expect(performance.now() - start).toBeGreaterThan(1400);
    expect(performance.now() - start).toBeLessThan(3000);
  });

  it("rejects with the signal's reason, before and while it connects", async () => {
    const reason = new Error("Enough.");
    await expect(dial({ host: "127.0.0.1", port: 1 }, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const dialing = dial({ host: "127.0.0.1", port: await deadPort() }, controller.signal);
    controller.abort(reason);
    await expect(dialing).rejects.toBe(reason);
  });

  it("leaves the listeners of the socket: it closes when the server ends it", async () => {
    const socket = await dial({ host: "127.0.0.1", port: await listenOn("127.0.0.1") });
    socket.resume();
    await once(socket, "close");
  });
});
