import { decodePacket } from "../../../packages/protocol/dist/wire/decode-packet.js";
import { encodeFrameHead } from "../../../packages/protocol/dist/wire/encode-frame.js";
import {
  encodeAck,
  encodeBye,
  encodeDemand,
  encodeHello,
  encodePing,
  encodePong,
} from "../../../packages/protocol/dist/wire/encode-packet.js";
import type { Packet } from "../../../packages/protocol/dist/wire/packet.js";
import { PacketReader } from "../../../packages/protocol/dist/wire/packet-reader.js";
import { ProtocolError } from "../../../packages/protocol/dist/wire/protocol-error.js";
import { cut } from "../cut.ts";
import { packetsIn } from "../packets-in.ts";
import { createRandom, seedOf } from "../random.ts";
import { ensure, type Target } from "../target.ts";
import { vectorBytes } from "../vectors.ts";

const maxPacketBytes = 65_536;

/** What a stream gives: its packets, and the sentence with which it is refused. */
function read(chunks: readonly Uint8Array[]): { readonly packets: readonly Packet[]; readonly refusal: string } {
  const reader = new PacketReader(maxPacketBytes);
  const packets: Packet[] = [];
  try {
    for (const chunk of chunks) {
      for (const bytes of packetsIn(chunk, reader)) {
        ensure(bytes.length <= maxPacketBytes, "A packet is larger than is allowed.");
        packets.push(decodePacket(bytes));
      }
    }
  } catch (error) {
    ensure(error instanceof ProtocolError, `What is thrown is no ProtocolError: ${(error as Error).stack}`);
    return { packets, refusal: error.message };
  }
  return { packets, refusal: "" };
}

function encode(packet: Packet): Uint8Array {
  switch (packet.kind) {
    case "hello":
      return encodeHello(packet.hello, packet.instanceKey);
    case "frame":
      return new Uint8Array(Buffer.concat([encodeFrameHead(packet.frame, packet.ackRequested), packet.frame.data]));
    case "ack":
      return encodeAck(packet.ack);
    case "ping":
      return encodePing(packet.ping);
    case "pong":
      return encodePong(packet.pong);
    case "demand":
      return encodeDemand(packet.demand);
    case "bye":
      return encodeBye(packet.bye);
    case "unknown":
      return new Uint8Array();
  }
}

/** A packet as text, but for the version of a hello, which is always ours when we write one. */
function textOf(packet: Packet): string {
  if (packet.kind === "frame")
    return JSON.stringify({ ...packet, frame: { ...packet.frame, data: hexOf(packet.frame.data) } });
  if (packet.kind !== "hello") return JSON.stringify(packet);
  return JSON.stringify([packet.hello, hexOf(packet.instanceKey ?? new Uint8Array())]);
}

function hexOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("hex");
}

/** The stream of packets, and each of them alone. */
export const packets: Target = {
  invariants: [
    "A stream is read, or refused with a ProtocolError whose message is one sentence.",
    "Its packets, and the refusal, are the same however it is cut into chunks.",
    "The packets together hold no more bytes of pictures than came.",
    "What is read means the same when it is written again and read.",
  ],
  covers: ["packages/protocol/dist/wire/"],
  seeds: vectorBytes(),
  words: [],
  maxBytes: 10_000,
  run(input) {
    const whole = read([input]);
    ensure(/^$|^[A-Z][^\n]*\.$/s.test(whole.refusal), `The refusal is no sentence: ${whole.refusal}`);
    const pieces = read(cut(input, createRandom(seedOf(input))));
    ensure(whole.refusal === pieces.refusal, `Cut in pieces it is refused otherwise: “${pieces.refusal}”`);
    const [one, other] = [whole.packets.map(textOf), pieces.packets.map(textOf)];
    ensure(one.join("\n") === other.join("\n"), "Cut in pieces it gives other packets.");
    const data = whole.packets.reduce((sum, each) => sum + (each.kind === "frame" ? each.frame.data.length : 0), 0);
    ensure(data <= input.length, "There is more picture than came.");
    for (const packet of whole.packets) {
      const again = read([encode(packet)]);
      if (packet.kind === "unknown") continue;
      ensure(again.refusal === "", `What was read is refused when it is written: ${again.refusal} ${textOf(packet)}`);
      ensure(again.packets.map(textOf).join() === textOf(packet), `Written and read it is another: ${textOf(packet)}`);
    }
  },
};
