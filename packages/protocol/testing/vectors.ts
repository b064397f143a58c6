/** Reads the golden vectors, which all implementations share. */
import { readFileSync } from "node:fs";
import type { EncodedFrame } from "@framewire/media";
import { framewire } from "../generated/framewire.js";
import { type ByeCode, codeFromReason } from "../src/wire/bye.ts";
import type { Packet } from "../src/wire/packet.ts";

/** A packet as the vectors write it: field names of the .proto, bytes in hexadecimal. */
export interface VectorPacket {
  readonly hello?: {
    version: number;
    name: string;
    instance_id: string;
    codecs: string[];
    max_packet_bytes: number;
    max_latency?: number;
    instance_key?: string;
  };
  readonly frame?: {
    sequence: number;
    timestamp: number;
    codec: string;
    type: "KEY" | "DELTA";
    width: number;
    height: number;
    ack_requested: boolean;
    acquired?: number;
    encoded?: number;
    queued?: number;
    sent?: number;
    level?: number;
    data: string;
  };
  readonly ack?: { consumed: number; ack_delay: number; received_at?: number };
  readonly demand?: { wanted: boolean };
  readonly ping?: { sent: number };
  readonly pong?: { ping_sent: number; received: number; sent: number };
  readonly bye?: { reason: string; message: string };
}

interface Vectors {
  readonly packets: {
    readonly packets: readonly { readonly name: string; readonly packet: VectorPacket; readonly hex: string }[];
  };
  readonly streams: {
    readonly split: {
      readonly packets: readonly string[];
      readonly hex: string;
      readonly cuts: readonly { readonly name: string; readonly at: readonly number[] }[];
    };
    readonly tolerated: readonly {
      readonly name: string;
      readonly hex: string;
      readonly packets: readonly VectorPacket[];
    }[];
  };
  readonly refused: {
    readonly refused: readonly {
      readonly name: string;
      readonly after_hello: boolean;
      readonly hex: string;
      readonly reason: string;
      readonly ends?: boolean;
    }[];
  };
}

export function readVectors<F extends keyof Vectors>(file: F): Vectors[F] {
  return JSON.parse(readFileSync(new URL(`../vectors/${file}.json`, import.meta.url), "utf8"));
}

export function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

export function hexOf(...parts: readonly Uint8Array[]): string {
  return parts.map((part) => Buffer.from(part).toString("hex")).join("");
}

/** The code of a reason named as in the .proto. */
export function codeOf(reason: string): ByeCode {
  return codeFromReason(framewire.v1.Bye.Reason[reason as keyof typeof framewire.v1.Bye.Reason]);
}

/** A vector's packet as `decodePacket` returns it. */
export function packetOf({ hello, frame, ack, demand, ping, pong, bye }: VectorPacket): Packet {
  if (hello) {
    const { version, name, instance_id: instanceId, codecs, max_packet_bytes: maxPacketBytes } = hello;
    return {
      kind: "hello",
      version,
      hello: { name, instanceId, codecs, maxPacketBytes, maxLatency: hello.max_latency ?? 0 },
      instanceKey: hello.instance_key === undefined ? undefined : bytesOf(hello.instance_key),
    };
  }
  if (frame) {
    const { ack_requested: ackRequested, type, data, acquired, encoded, queued, sent, level = 0, ...rest } = frame;
    const times = Object.fromEntries(
      Object.entries({ acquired, encoded, queued, sent }).flatMap(([stage, after]) =>
        after === undefined ? [] : [[stage, frame.timestamp + after]],
      ),
    );
    const encodedFrame: EncodedFrame = {
      ...rest,
      type: type === "KEY" ? "key" : "delta",
      data: bytesOf(data),
      level,
      times,
    };
    return { kind: "frame", frame: encodedFrame, ackRequested };
  }
  if (ack)
    return { kind: "ack", ack: { consumed: ack.consumed, ackDelay: ack.ack_delay, receivedAt: ack.received_at ?? 0 } };
  if (demand) return { kind: "demand", demand };
  if (ping) return { kind: "ping", ping };
  if (pong) return { kind: "pong", pong: { pingSent: pong.ping_sent, received: pong.received, sent: pong.sent } };
  if (bye) return { kind: "bye", bye: { code: codeOf(bye.reason), message: bye.message } };
  return { kind: "unknown" };
}
