import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { camera, picture } from "../../testing/frames.ts";
import { connectedPair } from "../../testing/pair.ts";
import { rawHello, rawPeer } from "../../testing/raw-peer.ts";
import { until } from "../../testing/until.ts";
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

/** How a connection ends to which somebody sends these bytes, and then hangs up. */
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

const known = ["local", "remote", "lost"];

describe("whatever a peer sends", () => {
  let bystanders: [Connection, Connection];
  let taken = 0;
  const source = new AbortController();
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);

  beforeAll(async () => {
    process.on("unhandledRejection", note);
    process.on("uncaughtException", note);
    bystanders = await connectedPair();
    void bystanders[0].send(camera(100, source.signal));
    void (async () => {
      for await (const _ of bystanders[1].frames) taken++;
    })();
  });

  // The same conversation goes on beside all of the tests, and comes to no harm.
  afterAll(async () => {
    const before = taken;
    await until(() => taken > before + 3);
    expect(bystanders.map(({ signal }) => signal.aborted)).toEqual([false, false]);
    source.abort();
    await bystanders[0].close();
    expect(await bystanders[1].closed).toMatchObject({ by: "remote", code: "left" });
    process.off("unhandledRejection", note);
    process.off("uncaughtException", note);
    expect(unhandled).toEqual([]);
  });

  it("random bytes end one connection in order", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 5 }),
        fc.boolean(),
        async (chunks, greets) => {
          const info = await endOf(greets ? [hello, ...chunks] : chunks);
          expect(known).toContain(info.by);
          expect(info.message).not.toBe("");
        },
      ),
      { numRuns: 300 },
    );
  });

  it("a valid stream in any pieces ends as it does in one", async () => {
    const whole = await endOf([hello, stream]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(stream.length), { maxLength: 20 }), async (places) => {
        const cuts = [0, ...places.sort((x, y) => x - y), stream.length];
        const pieces = cuts.slice(1).map((end, i) => stream.slice(cuts[i], end));
        expect(await endOf([hello, ...pieces])).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });

  it("what encrypts is told so, in one piece or cut after its first byte", async () => {
    const record = bytesOf("160301020001");
    const whole = await endOf([record]);
    expect(whole).toMatchObject({ by: "local", code: "protocol-error" });
    expect(whole.message).toMatch(/^The other side encrypts, and this one does not/);
    expect(await endOf([record.subarray(0, 1), record.subarray(1)])).toEqual(whole);
  });

  it("a stream that is cut off anywhere is lost, or had said bye", async () => {
    const greeted = Buffer.concat([hello, stream.subarray((stream[0] ?? 0) + 1)]);
    for (let length = 0; length < greeted.length; length++) {
      const { by } = await endOf([greeted.subarray(0, length)]);
      // A receipt for frames that were not sent ends it sooner.
      expect(["lost", "local"]).toContain(by);
    }
  });

  it("a flipped bit, or some, never more than end the connection", async () => {
    const greeted = Buffer.concat([
      hello,
      encodePing({ sent: 1 }),
      framed(1),
      framed(2),
      encodeBye({ code: "left", message: "x" }),
    ]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(greeted.length * 8 - 1), { minLength: 1, maxLength: 6 }), async (bits) => {
        const bytes = Uint8Array.from(greeted);
        for (const bit of bits) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(known).toContain((await endOf([bytes])).by);
      }),
      { numRuns: 500 },
    );
  });

  it("a packet decodes to something, or is refused with a sentence", () => {
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

  it("a hello that would decode into many times its size is refused before that", async () => {
    const [a, b] = memoryTransports();
    const peer = rawPeer(b, { hello: { maxPacketBytes: 2 ** 24 }, byes: true });
    const connection = await openConnection(a, { codecs: ["jpeg"] });
    // Sixteen MiB of empty names of codecs, behind an unknown field.
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

  it("a length that is allowed before the hello is not one byte too large after it", async () => {
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

  it("a peer that goes on after it was refused is not heard, and the end comes all the same", async () => {
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
  const frame = picture(sequence, bytes);
  return Buffer.concat([encodeFrameHead(frame, true), frame.data]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest >>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Uint8Array.from([...bytes, rest]);
}
