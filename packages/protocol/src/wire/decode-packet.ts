/** Decodes packets. */

import type { EncodedFrame, FrameTimes } from "@framewire/media";
import type Long from "long";
import protobuf from "protobufjs/minimal.js";
import { framewire } from "../../generated/framewire.js";
import { codeFromReason } from "./bye.ts";
import { maxByeMessage, maxPacketBytesBeforeHello, sanitise } from "./hello.ts";
import type { Packet } from "./packet.ts";
import { ProtocolError } from "./protocol-error.ts";

const maxControlBytes = maxPacketBytesBeforeHello;
const lastControlField = 6;

/**
 * Decodes one packet. A frame's data is a view of `bytes`, not a copy. Unknown fields are skipped. Throws a
 * {@link ProtocolError} for an invalid packet.
 */
export function decodePacket(bytes: Uint8Array): Packet {
  const packet = parse(bytes);
  switch (packet.kind) {
    case "hello": {
      const hello = new framewire.v1.Hello(packet.hello ?? {});
      const { version, name, instanceId, codecs, maxPacketBytes, maxLatency } = hello;
      const instanceKey = hello.instanceKey.length > 0 ? hello.instanceKey : undefined;
      return { kind: "hello", version, hello: { name, instanceId, codecs, maxPacketBytes, maxLatency }, instanceKey };
    }
    case "frame": {
      const frame = new framewire.v1.Frame(packet.frame ?? {});
      return { kind: "frame", frame: toFrame(frame), ackRequested: frame.ackRequested };
    }
    case "ack": {
      const { consumed, ackDelay, receivedAt } = packet.ack ?? {};
      return {
        kind: "ack",
        ack: { consumed: toNumber(consumed), ackDelay: toNumber(ackDelay), receivedAt: toNumber(receivedAt) },
      };
    }
    case "ping":
      return { kind: "ping", ping: { sent: toNumber(packet.ping?.sent) } };
    case "pong": {
      const { pingSent, received, sent } = packet.pong ?? {};
      return {
        kind: "pong",
        pong: { pingSent: toNumber(pingSent), received: toNumber(received), sent: toNumber(sent) },
      };
    }
    case "demand":
      return { kind: "demand", demand: { wanted: packet.demand?.wanted ?? false } };
    case "bye": {
      const { reason, message } = new framewire.v1.Bye(packet.bye ?? {});
      return { kind: "bye", bye: { code: codeFromReason(reason), message: sanitise(message, maxByeMessage) } };
    }
    default:
      return { kind: "unknown" };
  }
}

function parse(bytes: Uint8Array): framewire.v1.Packet {
  try {
    if (bytes.length > maxControlBytes) refuseLargeControl(bytes);
    return framewire.v1.Packet.decode(bytes);
  } catch (cause) {
    if (cause instanceof ProtocolError) throw cause;
    throw new ProtocolError(`A packet of ${bytes.length} bytes is not valid protobuf (${(cause as Error).message}).`);
  }
}

/**
 * Refuses a large packet that is not a frame or of a later version. The others decode into objects of many times their
 * encoded size, so they are refused before they are decoded.
 */
function refuseLargeControl(bytes: Uint8Array): void {
  const reader = protobuf.Reader.create(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 <= lastControlField) {
      throw new ProtocolError(
        `A packet of ${bytes.length} bytes is not a frame; others have at most ${maxControlBytes}.`,
      );
    }
    reader.skipType(tag & 7, 0, tag >>> 3);
  }
}

function toFrame(frame: framewire.v1.Frame): EncodedFrame {
  const { codec, width, height, data } = frame;
  if (codec === "") throw new ProtocolError("A frame has no codec.");
  if (width < 1 || height < 1 || width > 65_535 || height > 65_535) {
    throw new ProtocolError(`A frame has ${width}x${height} pixels; width and height must be 1 to 65535.`);
  }
  const timestamp = toNumber(frame.timestamp);
  return {
    sequence: toNumber(frame.sequence),
    timestamp,
    codec: sanitise(codec, 32),
    type: frame.type === framewire.v1.Frame.Type.DELTA ? "delta" : "key",
    width,
    height,
    data,
    level: frame.level,
    times: stageTimes(timestamp, frame),
  };
}

function stageTimes(timestamp: number, { acquired, encoded, queued, sent }: framewire.v1.Frame): FrameTimes {
  const at = (after: number): number | undefined => (after > 0 ? timestamp + after : undefined);
  return { acquired: at(acquired), encoded: at(encoded), queued: at(queued), sent: at(sent) };
}

/** Converts a 64-bit field. Counts and microseconds stay below 2^53 for 285 years. */
function toNumber(value: number | Long | null | undefined): number {
  const number = typeof value === "number" ? value : (value?.toNumber() ?? 0);
  if (!Number.isSafeInteger(number)) throw new ProtocolError("A 64-bit field is 2^53 or more.");
  return number;
}
