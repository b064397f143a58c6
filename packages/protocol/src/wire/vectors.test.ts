import { describe, expect, it } from "vitest";
import { packetsIn } from "../../testing/packets-in.ts";
import { rawPeer } from "../../testing/raw-peer.ts";
import { bytesOf, codeOf, hexOf, packetOf, readVectors } from "../../testing/vectors.ts";
import { openConnection } from "../connection/open.ts";
import { memoryTransports } from "../transports/memory.ts";
import { ConnectionClosedError } from "./connection-closed-error.ts";
import { decodePacket } from "./decode-packet.ts";
import { encodeFrameHead } from "./encode-frame.ts";
import { encodeAck, encodeBye, encodeDemand, encodeHello, encodePing, encodePong } from "./encode-packet.ts";
import type { Packet } from "./packet.ts";
import { PacketReader } from "./packet-reader.ts";

const { packets } = readVectors("packets");
const { split, tolerated } = readVectors("streams");
const { refused } = readVectors("refused");

function encode(packet: Packet): Uint8Array[] {
  switch (packet.kind) {
    case "hello":
      return [encodeHello(packet.hello, packet.instanceKey)];
    case "frame":
      return [encodeFrameHead(packet.frame, packet.ackRequested), packet.frame.data];
    case "ack":
      return [encodeAck(packet.ack)];
    case "ping":
      return [encodePing(packet.ping)];
    case "pong":
      return [encodePong(packet.pong)];
    case "demand":
      return [encodeDemand(packet.demand)];
    case "bye":
      return [encodeBye(packet.bye)];
    default:
      return [];
  }
}

function decode(chunks: readonly Uint8Array[]): Packet[] {
  const reader = new PacketReader(2 ** 20);
  return chunks.flatMap((chunk) => Array.from(packetsIn(chunk, reader), decodePacket).map(plain));
}

/** The packet with its binary fields as plain `Uint8Array`, so that packets can be compared. */
function plain(packet: Packet): Packet {
  if (packet.kind === "hello" && packet.instanceKey) {
    return { ...packet, instanceKey: Uint8Array.from(packet.instanceKey) };
  }
  if (packet.kind !== "frame") return packet;
  return { ...packet, frame: { ...packet.frame, data: Uint8Array.from(packet.frame.data) } };
}

describe("golden vectors: packets", () => {
  it.each(packets)("$name", ({ packet, hex }) => {
    expect(hexOf(...encode(packetOf(packet)))).toBe(hex);
    expect(decode([bytesOf(hex)])).toEqual([packetOf(packet)]);
  });

  it("cover every kind of packet and every reason", () => {
    const kinds = new Set(packets.flatMap(({ packet }) => Object.keys(packet)));
    expect([...kinds].sort()).toEqual(["ack", "bye", "demand", "frame", "hello", "ping", "pong"]);
    expect(packets.filter(({ packet }) => packet.bye)).toHaveLength(10);
  });
});

describe("golden vectors: one stream, split anywhere", () => {
  const named = new Map(packets.map(({ name, packet }) => [name, packetOf(packet)]));

  it.each(split.cuts)("$name", ({ at }) => {
    const bytes = bytesOf(split.hex);
    const chunks = [0, ...at].map((start, i) => bytes.slice(start, at[i]));
    expect(decode(chunks)).toEqual(split.packets.map((name) => named.get(name)));
  });
});

describe("golden vectors: tolerated", () => {
  it.each(tolerated)("$name", ({ hex, packets: expected }) => {
    expect(decode([bytesOf(hex)]).filter(({ kind }) => kind !== "unknown")).toEqual(expected.map(packetOf));
  });
});

describe("golden vectors: refused", () => {
  const hello = bytesOf(packets[0]?.hex ?? "");

  it.each(refused)("$name", async ({ after_hello: afterHello, hex, reason, ends }) => {
    const [ours, theirs] = memoryTransports();
    const opening = openConnection(ours, { codecs: ["jpeg"], maxPacketBytes: 2 ** 20 });
    const outcome = opening.then(
      (connection) => connection.closed,
      (error) => (error instanceof ConnectionClosedError ? error.info : Promise.reject(error)),
    );
    const peer = rawPeer(theirs, { byes: true });
    if (afterHello) {
      peer.send(hello);
      await opening;
    }
    peer.send(bytesOf(hex));
    if (ends) {
      peer.transport.close();
      expect(await outcome).toMatchObject({ by: "lost", code: "lost" });
    } else {
      const { bye } = await peer.heard("bye");
      expect(bye.code).toBe(codeOf(reason));
      expect(bye.message).toMatch(/^[A-Z].*\.$/s);
      expect(await outcome).toMatchObject({ by: "local", code: codeOf(reason), message: bye.message });
    }
  });
});
