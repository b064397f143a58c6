import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packetsIn } from "../../testing/packets-in.ts";
import { PacketReader } from "./packet-reader.ts";
import { ProtocolError } from "./protocol-error.ts";

/** A packet with its length prefix. */
function delimited(packet: Uint8Array): Uint8Array {
  const prefix: number[] = [];
  let rest = packet.byteLength;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) prefix.push((rest % 0x80) | 0x80);
  return Buffer.concat([Uint8Array.from([...prefix, rest]), packet]);
}

function read(chunks: readonly Uint8Array[], maxPacketBytes = 2 ** 20): Uint8Array[] {
  const reader = new PacketReader(maxPacketBytes);
  return chunks.flatMap((chunk) => Array.from(packetsIn(chunk, reader)));
}

describe("the packet reader", () => {
  it("returns the same packets for any split of the stream", () => {
    const packets = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 12 });
    const cuts = fc.array(fc.nat(4_000), { maxLength: 40 });
    fc.assert(
      fc.property(packets, cuts, (contents, offsets) => {
        const stream = Buffer.concat(contents.map(delimited));
        const sorted = [0, ...offsets.filter((offset) => offset < stream.length).sort((a, b) => a - b), stream.length];
        const chunks = sorted.slice(1).map((end, i) => stream.subarray(sorted[i], end));
        expect(read(chunks).map((packet) => Buffer.from(packet))).toEqual(
          contents.map((packet) => Buffer.from(packet)),
        );
      }),
    );
  });

  it("copies each packet into memory of its own and of its size", () => {
    const chunk = delimited(new Uint8Array(1_000).fill(5));
    const [packet] = read([chunk]);
    chunk.fill(9);
    expect(packet?.buffer).not.toBe(chunk.buffer);
    expect(packet?.buffer.byteLength).toBe(1_000);
    expect(packet?.every((byte) => byte === 5)).toBe(true);
  });

  it.each([
    ["one more than is allowed", Uint8Array.of(0x81, 0x20), "4097 bytes"],
    ["4 GiB less one", Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f), "4294967295 bytes"],
    ["32 GiB", Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x7f), "34359738367 bytes"],
    ["a prefix without end", Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff), "over 4 GiB"],
  ])("refuses %s at the prefix, before it allocates memory", (_, prefix, size) => {
    const before = process.memoryUsage().arrayBuffers;
    expect(() => read([prefix], 4_096)).toThrow(ProtocolError);
    expect(() => read([prefix], 4_096)).toThrow(`A packet of ${size} is more than the 4096 allowed here.`);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
    expect(() => read([Uint8Array.of(0x80, 0x20)], 4_096)).not.toThrow();
  });

  it("allocates at most the packet limit, whatever the input", () => {
    const before = process.memoryUsage().arrayBuffers;
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 20 }), (chunks) => {
        try {
          for (const packet of read(chunks, 4_096)) expect(packet.byteLength).toBeLessThanOrEqual(4_096);
        } catch (error) {
          if (!(error instanceof ProtocolError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 2 ** 20);
  });
});
