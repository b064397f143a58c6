import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { until } from "test-support/until";
import { describe, expect, it } from "vitest";
import { testFrame } from "../../testing/frames.ts";
import { openResources, released } from "../../testing/resources.ts";
import { tcpPair } from "../../testing/tcp-pair.ts";
import { transportChecks } from "../../testing/transport-checks.ts";
import { openConnection } from "../connection/open.ts";
import { tcpTransport } from "./tcp.ts";

const hasIPv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === "::1"));

describe("TCP over IPv4", () =>
  transportChecks(async () => {
    const [a, b] = await tcpPair();
    return [tcpTransport(a), tcpTransport(b)];
  }));

describe.skipIf(!hasIPv6)("TCP over IPv6 (needs ::1)", () => {
  transportChecks(async () => {
    const [a, b] = await tcpPair("::1");
    return [tcpTransport(a), tcpTransport(b)];
  });

  it("puts the address in brackets", async () => {
    const [a, b] = await tcpPair("::1");
    expect(tcpTransport(a).remoteAddress).toBe(`[::1]:${a.remotePort}`);
    a.destroy();
    b.destroy();
  });
});

describe("a Unix domain socket, which cannot be reset", () =>
  transportChecks(async () => {
    const folder = await mkdtemp(join(tmpdir(), "framewire-"));
    const server = createServer().listen(join(folder, "socket"));
    await once(server, "listening");
    const accepted = once(server, "connection") as Promise<[Socket]>;
    const dialled = connect(join(folder, "socket"));
    const [[socket]] = await Promise.all([accepted, once(dialled, "connect")]);
    server.close();
    await rm(folder, { recursive: true });
    return [tcpTransport(dialled), tcpTransport(socket)];
  }));

describe("TCP", () => {
  it("reports closed for a socket that was closed before", async () => {
    const [a, b] = await tcpPair();
    a.destroy();
    b.destroy();
    await once(a, "close");
    let closes = 0;
    tcpTransport(a).start({ data: () => {}, closed: () => closes++ });
    await until(() => closes > 0);
    const [c, d] = await tcpPair();
    d.on("error", () => {});
    c.destroy();
    tcpTransport(c).start({ data: () => {}, closed: () => closes++ });
    await until(() => closes > 1);
    await nextTurn();
    expect(closes).toBe(2);
    d.destroy();
  });

  it("reports a reset by the peer as a sentence", async () => {
    const [a, b] = await tcpPair();
    const failure = new Promise<Error | undefined>((resolve) => tcpTransport(a).start({ data() {}, closed: resolve }));
    b.resetAndDestroy();
    expect((await failure)?.message).toBe("The other side dropped it.");
    expect((await failure)?.cause).toMatchObject({ code: "ECONNRESET" });
  });

  it("is aborted at once with unsent data, although the peer reads nothing", async () => {
    const before = openResources();
    for (const closeFirst of [false, true]) {
      const [a, b] = await tcpPair();
      b.on("error", () => {});
      const transport = tcpTransport(a);
      let closes = 0;
      transport.start({ data: () => {}, closed: () => closes++ });
      transport.write([new Uint8Array(20 * 2 ** 20)]);
      await until(() => a.writableLength > 0);
      if (closeFirst) transport.close();
      transport.abort();
      await until(() => closes > 0);
      b.destroy();
    }
    await released(before);
  });

  it("passes a frame's own memory to the system, head and data in one call", async () => {
    const [a, b] = await tcpPair();
    const written: unknown[] = [];
    const write = a.write.bind(a);
    a.write = ((chunk: Uint8Array) => {
      written.push(chunk);
      return write(chunk);
    }) as typeof a.write;
    // What the socket hands to the operating system. The name is Node's own, so it may go away.
    const handle = (
      a as unknown as { _handle: { writev(request: object, chunks: unknown[], buffers: boolean): number } }
    )._handle;
    const vectors: unknown[][] = [];
    const writev = handle.writev.bind(handle);
    handle.writev = (request, chunks, buffers) => {
      vectors.push(chunks);
      return writev(request, chunks, buffers);
    };

    const [left, right] = await Promise.all([
      openConnection(tcpTransport(a), { codecs: ["jpeg"] }),
      openConnection(tcpTransport(b), { codecs: ["jpeg"] }),
    ]);
    const memory = new Uint8Array(300_000).fill(7);
    const data = memory.subarray(1_234, 201_234);
    const received = right.frames[Symbol.asyncIterator]().next();
    await left.send(
      (async function* () {
        yield { ...testFrame(1), data };
      })(),
    );
    const frame = (await received).value;
    const isFrameData = (chunk: unknown): boolean =>
      chunk instanceof Uint8Array &&
      chunk.buffer === memory.buffer &&
      chunk.byteOffset === data.byteOffset &&
      chunk.byteLength === data.byteLength;
    expect(written.filter(isFrameData)).toHaveLength(1);
    expect(vectors.filter((chunks) => chunks.some(isFrameData)).map((chunks) => chunks.length)).toEqual([2]);
    const copies = written.filter((chunk) => chunk instanceof Uint8Array && !isFrameData(chunk)) as Uint8Array[];
    expect(Math.max(...copies.map(({ byteLength }) => byteLength))).toBeLessThan(150);

    // The received frame has memory of its own: exactly its packet's.
    expect(frame?.data.byteLength).toBe(data.byteLength);
    expect(frame?.data.buffer).not.toBe(memory.buffer);
    expect(frame?.data.buffer.byteLength).toBeLessThan(data.byteLength + 128);
    expect(Buffer.compare(frame?.data ?? new Uint8Array(), data)).toBe(0);
    await left.close();
    await right.closed;
  });
});
