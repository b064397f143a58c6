/** The packet reader, decoder and encoders. */

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
import { createRandom, seedOf } from "../engine/random.ts";
import { readPackets } from "../support/read-packets.ts";
import { split } from "../support/split.ts";
import { vectorBytes } from "../support/vectors.ts";
import { ensure, type Target } from "../target.ts";

const maxPacketBytes = 65_536;

/** Reads a stream: its packets, and the sentence of its refusal. */
function read(chunks: readonly Uint8Array[]): { readonly packets: readonly Packet[]; readonly refusal: string } {
  const reader = new PacketReader(maxPacketBytes);
  const packets: Packet[] = [];
  try {
    for (const chunk of chunks) {
      for (const bytes of readPackets(chunk, reader)) {
        ensure(bytes.length <= maxPacketBytes, "A packet is larger than allowed.");
        packets.push(decodePacket(bytes));
      }
    }
  } catch (error) {
    ensure(error instanceof ProtocolError, `What is thrown is not a ProtocolError: ${(error as Error).stack}`);
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

/** A packet as text, without the version of a hello: the encoder always writes its own. */
function textOf(packet: Packet): string {
  if (packet.kind === "frame")
    return JSON.stringify({ ...packet, frame: { ...packet.frame, data: hexOf(packet.frame.data) } });
  if (packet.kind !== "hello") return JSON.stringify(packet);
  return JSON.stringify([packet.hello, hexOf(packet.instanceKey ?? new Uint8Array())]);
}

function hexOf({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("hex");
}

/** A stream of packets, and each packet alone. */
export const packets: Target = {
  invariants: [
    "A stream is read, or refused with a ProtocolError whose message is one sentence.",
    "The packets and the refusal are the same however the stream is split.",
    "The frames together have at most as many bytes as the input.",
    "A decoded packet is the same after it is encoded and decoded again.",
  ],
  covers: ["packages/protocol/dist/wire/"],
  seeds: vectorBytes(),
  dictionary: [],
  maxBytes: 10_000,
  run(input) {
    const whole = read([input]);
    ensure(/^$|^[A-Z][^\n]*\.$/s.test(whole.refusal), `The refusal is not a sentence: ${whole.refusal}`);
    const pieces = read(split(input, createRandom(seedOf(input))));
    ensure(whole.refusal === pieces.refusal, `Split, the stream is refused differently: “${pieces.refusal}”`);
    const [one, other] = [whole.packets.map(textOf), pieces.packets.map(textOf)];
    ensure(one.join("\n") === other.join("\n"), "Split, the stream has other packets.");
    const data = whole.packets.reduce((sum, each) => sum + (each.kind === "frame" ? each.frame.data.length : 0), 0);
    ensure(data <= input.length, "The frames are larger than the input.");
    for (const packet of whole.packets) {
      const again = read([encode(packet)]);
      if (packet.kind === "unknown") continue;
      ensure(again.refusal === "", `An encoded packet is refused: ${again.refusal} ${textOf(packet)}`);
      ensure(
        again.packets.map(textOf).join() === textOf(packet),
        `Encoded and decoded, the packet differs: ${textOf(packet)}`,
      );
    }
  },
};
