import type { EncodedFrame, FrameTimes } from "@framewire/media";
import type Long from "long";
import protobuf from "protobufjs/minimal.js";
import { framewire } from "../../generated/framewire.js";
import { codeFromReason } from "./bye.ts";
import { legible, maxByeMessage, maxPacketBytesBeforeHello } from "./hello.ts";
import type { Packet } from "./packet.ts";
import { ProtocolError } from "./protocol-error.ts";

const maxControlBytes = maxPacketBytesBeforeHello;
const lastControlField = 6;

/**
 * Reads one packet from its bytes. A frame's data is a view of them, not a copy. Unknown fields are
 * skipped. Throws a {@link ProtocolError} for what is no packet.
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
      return { kind: "frame", frame: checkFrame(frame), ackRequested: frame.ackRequested };
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
      return { kind: "bye", bye: { code: codeFromReason(reason), message: legible(message, maxByeMessage) } };
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
 * Only frames, and kinds of a later protocol, may be large. All else decodes into objects that take many
 * times the bytes they came in, so it is refused before that.
 */
function refuseLargeControl(bytes: Uint8Array): void {
  const reader = protobuf.Reader.create(bytes);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag >>> 3 <= lastControlField) {
      throw new ProtocolError(`A packet of ${bytes.length} bytes is no frame; others have at most ${maxControlBytes}.`);
    }
    reader.skipType(tag & 7, 0, tag >>> 3);
  }
}

function checkFrame(frame: framewire.v1.Frame): EncodedFrame {
  const { codec, width, height, data } = frame;
  if (codec === "") throw new ProtocolError("A frame names no codec.");
  if (width < 1 || height < 1 || width > 65_535 || height > 65_535) {
    throw new ProtocolError(`A frame claims ${width}x${height} pixels; each side must be 1 to 65535.`);
  }
  const timestamp = toNumber(frame.timestamp);
  return {
    sequence: toNumber(frame.sequence),
    timestamp,
    codec: legible(codec, 32),
    type: frame.type === framewire.v1.Frame.Type.DELTA ? "delta" : "key",
    width,
    height,
    data,
    level: frame.level,
    times: stageTimes(timestamp, frame),
  };
}

function stageTimes(timestamp: number, { encoded, queued, sent }: framewire.v1.Frame): FrameTimes {
  const at = (after: number): number | undefined => (after > 0 ? timestamp + after : undefined);
  return { encoded: at(encoded), queued: at(queued), sent: at(sent) };
}

/** A 64-bit field as a number. Counts and microseconds stay below 2^53 for 285 years. */
function toNumber(value: number | Long | null | undefined): number {
  const number = typeof value === "number" ? value : (value?.toNumber() ?? 0);
  if (!Number.isSafeInteger(number)) throw new ProtocolError("A 64-bit field is beyond 2^53.");
  return number;
}
