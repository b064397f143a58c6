import type { EncodedFrame } from "@framewire/media";
import type Long from "long";
import { framewire } from "../../generated/framewire.js";
import { codeFromReason } from "./bye.ts";
import { legible } from "./hello.ts";
import type { Packet } from "./packet.ts";
import { ProtocolError } from "./protocol-error.ts";

/**
 * Reads one packet from its bytes. A frame's data is a view of them, not a copy. Unknown fields are
 * skipped. Throws a {@link ProtocolError} for what is no packet.
 */
export function decodePacket(bytes: Uint8Array): Packet {
  const packet = parse(bytes);
  switch (packet.kind) {
    case "hello": {
      const { version, name, instanceId, codecs, maxPacketBytes } = new framewire.v1.Hello(packet.hello ?? {});
      return { kind: "hello", version, hello: { name, instanceId, codecs, maxPacketBytes } };
    }
    case "frame": {
      const frame = new framewire.v1.Frame(packet.frame ?? {});
      return { kind: "frame", frame: checkFrame(frame), receiptWanted: frame.receiptWanted };
    }
    case "receipt": {
      const { frames, waited } = new framewire.v1.Receipt(packet.receipt ?? {});
      return { kind: "receipt", receipt: { frames: toNumber(frames), waited: toNumber(waited) } };
    }
    case "ping":
      return { kind: "ping", ping: { sent: toNumber(packet.ping?.sent ?? 0) } };
    case "pong": {
      const { pingSent, received, sent } = new framewire.v1.Pong(packet.pong ?? {});
      return {
        kind: "pong",
        pong: { pingSent: toNumber(pingSent), received: toNumber(received), sent: toNumber(sent) },
      };
    }
    case "bye": {
      const { reason, message } = new framewire.v1.Bye(packet.bye ?? {});
      return { kind: "bye", bye: { code: codeFromReason(reason), message: legible(message, 500) } };
    }
    default:
      return { kind: "unknown" };
  }
}

function parse(bytes: Uint8Array): framewire.v1.Packet {
  try {
    return framewire.v1.Packet.decode(bytes);
  } catch (cause) {
    throw new ProtocolError(
      `A packet of ${bytes.byteLength} bytes is not valid protobuf (${(cause as Error).message}).`,
    );
  }
}

function checkFrame(frame: framewire.v1.Frame): EncodedFrame {
  const { codec, width, height, data } = frame;
  if (codec === "") throw new ProtocolError("A frame names no codec.");
  if (width < 1 || height < 1 || width > 65_535 || height > 65_535) {
    throw new ProtocolError(`A frame claims ${width}x${height} pixels; each side must be 1 to 65535.`);
  }
  return {
    sequence: toNumber(frame.sequence),
    timestamp: toNumber(frame.timestamp),
    codec: legible(codec, 32),
    type: frame.type === framewire.v1.Frame.Type.DELTA ? "delta" : "key",
    width,
    height,
    data,
  };
}

/** A 64-bit field as a number. Counts and microseconds stay below 2^53 for 285 years. */
function toNumber(value: number | Long): number {
  const number = typeof value === "number" ? value : value.toNumber();
  if (!Number.isSafeInteger(number)) throw new ProtocolError("A 64-bit field is beyond 2^53.");
  return number;
}
