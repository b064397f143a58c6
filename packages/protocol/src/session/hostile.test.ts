import fc from "fast-check";
import { until } from "test-support/until";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { camera, testFrame } from "../../testing/frames.ts";
import { connectedPair } from "../../testing/pair.ts";
import { rawHello, rawPeer } from "../../testing/raw-peer.ts";
import { bytesOf, readVectors } from "../../testing/vectors.ts";
import type { Connection } from "../connection/connection.ts";
import { openConnection } from "../connection/open.ts";
import { memoryTransports } from "../transports/memory.ts";
import type { CloseInfo } from "../wire/bye.ts";
import { ConnectionClosedError } from "../wire/connection-closed-error.ts";
import { decodePacket } from "../wire/decode-packet.ts";
import { encodeFrameHead } from "../wire/encode-frame.ts";
import { encodeBye, encodeHello, encodePing } from "../wire/encode-packet.ts";
import { ProtocolError } from "../wire/protocol-error.ts";

const hello = encodeHello(rawHello);
const stream = bytesOf(readVectors("streams").split.hex);

/** The end of a connection whose peer sends the chunks and closes. */
async function endOf(chunks: readonly Uint8Array[]): Promise<CloseInfo> {
  const [a, b] = memoryTransports();
  b.start({ data: () => {}, closed: () => {} });
  const opening = openConnection(a, { codecs: ["jpeg", "webp"], maxPacketBytes: 65_536 });
  for (const chunk of chunks) b.write([chunk]);
  b.close();
  try {
    const connection = await opening;
    void (async () => {
      for await (const _ of connection.frames);
    })();
    return await connection.closed;
  } catch (error) {
    if (error instanceof ConnectionClosedError) return error.info;
    throw error;
  }
}

const origins = ["local", "remote", "lost"];

describe("hostile input", () => {
  let bystanders: [Connection, Connection];
  let consumed = 0;
  const source = new AbortController();
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);

  beforeAll(async () => {
    process.on("unhandledRejection", note);
    process.on("uncaughtException", note);
    bystanders = await connectedPair();
    void bystanders[0].send(camera(100, source.signal));
    void (async () => {
      for await (const _ of bystanders[1].frames) consumed++;
    })();
  });

  // An uninvolved connection runs beside all tests, and is not affected.
  afterAll(async () => {
    const before = consumed;
    await until(() => consumed > before + 3);
    expect(bystanders.map(({ signal }) => signal.aborted)).toEqual([false, false]);
    source.abort();
    await bystanders[0].close();
    expect(await bystanders[1].closed).toMatchObject({ by: "remote", code: "left" });
    process.off("unhandledRejection", note);
    process.off("uncaughtException", note);
    expect(unhandled).toEqual([]);
  });

  it("random bytes end one connection with a close info", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 5 }),
        fc.boolean(),
        async (chunks, sendsHello) => {
          const info = await endOf(sendsHello ? [hello, ...chunks] : chunks);
          expect(origins).toContain(info.by);
          expect(info.message).not.toBe("");
        },
      ),
      { numRuns: 300 },
    );
  });

  it("a valid stream ends in the same way however it is split", async () => {
    const whole = await endOf([hello, stream]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(stream.length), { maxLength: 20 }), async (offsets) => {
        const cuts = [0, ...offsets.sort((x, y) => x - y), stream.length];
        const pieces = cuts.slice(1).map((end, i) => stream.slice(cuts[i], end));
        expect(await endOf([hello, ...pieces])).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });

  it("a peer that encrypts receives the reason, also when its first record is split", async () => {
    const record = bytesOf("160301020001");
    const whole = await endOf([record]);
    expect(whole).toMatchObject({ by: "local", code: "protocol-error" });
    expect(whole.message).toMatch(/^The other side encrypts, and this one does not/);
    expect(await endOf([record.subarray(0, 1), record.subarray(1)])).toEqual(whole);
  });

  it("a stream that ends anywhere is lost, or closed for an invalid ack", async () => {
    const withHello = Buffer.concat([hello, stream.subarray((stream[0] ?? 0) + 1)]);
    for (let length = 0; length < withHello.length; length++) {
      const { by } = await endOf([withHello.subarray(0, length)]);
      // The ack for frames that were not sent ends it sooner.
      expect(["lost", "local"]).toContain(by);
    }
  });

  it("flipped bits only end the connection", async () => {
    const withHello = Buffer.concat([
      hello,
      encodePing({ sent: 1 }),
      framed(1),
      framed(2),
      encodeBye({ code: "left", message: "x" }),
    ]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(withHello.length * 8 - 1), { minLength: 1, maxLength: 6 }), async (bits) => {
        const bytes = Uint8Array.from(withHello);
        for (const bit of bits) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(origins).toContain((await endOf([bytes])).by);
      }),
      { numRuns: 500 },
    );
  });

  it("a packet is decoded, or refused with a sentence", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          expect(decodePacket(bytes).kind).toMatch(/^[a-z]+$/);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
          expect((error as Error).message).toMatch(/^[A-Z][^\n]*\.$/);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("a hello that would decode to many times its size is refused before it is decoded", async () => {
    const [a, b] = memoryTransports();
    const peer = rawPeer(b, { hello: { maxPacketBytes: 2 ** 24 }, byes: true });
    const connection = await openConnection(a, { codecs: ["jpeg"] });
    // 16 MiB of empty codec names after an unknown field.
    const names = new Uint8Array(2 ** 24 - 32);
    for (let i = 0; i < names.length; i += 2) names[i] = 0x22;
    const body = Buffer.concat([Uint8Array.of(0x0a), varint(names.length), names]);
    const before = process.memoryUsage().heapUsed;
    peer.send(Buffer.concat([varint(body.length + 2), Uint8Array.of(0x50, 0), body]));
    const { bye } = await peer.heard("bye");
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(16 * 2 ** 20);
    expect(bye.message).toMatch(/is not a frame; others have at most 4096\.$/);
    await connection.closed;
  });

  it("the packet limit after the hello is exact", async () => {
    const [a, b] = memoryTransports();
    const peer = rawPeer(b, { hello: true, pongs: true, byes: true });
    const connection = await openConnection(a, { codecs: ["jpeg"], maxPacketBytes: 65_536 });
    const overhead = framed(1, 60_000).length - 60_000;
    const largest = framed(1, 65_536 - overhead + 3);
    expect(largest.length).toBe(65_536 + 3);
    peer.send(largest);
    await until(() => connection.stats().received.frames === 1);
    peer.send(framed(2, 65_536 - overhead + 4));
    expect((await peer.heard("bye")).bye).toEqual({
      code: "protocol-error",
      message: "A packet of 65537 bytes is more than the 65536 allowed here.",
    });
    await connection.closed;
  });

  it("further input of a refused peer is ignored, and the connection still ends", async () => {
    const [a, b] = memoryTransports();
    const peer = rawPeer(b, { hello: true });
    const connection = await openConnection(a, { codecs: ["jpeg"] });
    peer.send(hello);
    const flood = setInterval(() => peer.send(Buffer.concat([framed(1), hello, encodePing({ sent: 1 })])), 10);
    expect(await connection.closed).toMatchObject({
      by: "local",
      code: "protocol-error",
      message: "A second hello came.",
    });
    clearInterval(flood);
    expect(connection.stats().received.frames).toBe(0);
    expect(peer.packets.filter(({ kind }) => kind === "bye")).toHaveLength(1);
    expect(peer.packets.at(-1)?.kind).toBe("bye");
  });
});

function framed(sequence: number, bytes = 50): Uint8Array {
  const frame = testFrame(sequence, bytes);
  return Buffer.concat([encodeFrameHead(frame, true), frame.data]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest >>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Uint8Array.from([...bytes, rest]);
}
