import type { EncodedFrame, StageTimes } from "@framewire/media";
import protobuf from "protobufjs/minimal.js";
import { framewire } from "../../generated/framewire.js";
import { reasonFromCode } from "./bye.ts";
import { type Hello, legible, maxByeMessage, protocolVersion } from "./hello.ts";
import type { Bye, Ping, Pong, Receipt, Watch } from "./packet.ts";

const lengthDelimited = 2;
const frameTag = (15 << 3) | lengthDelimited;
const dataTag = (15 << 3) | lengthDelimited;

/** A hello with its length prefix, ready to send. */
export function encodeHello(hello: Hello): Uint8Array {
  return delimited({ hello: { version: protocolVersion, ...hello, codecs: [...hello.codecs] } });
}

/** A bye with its length prefix, ready to send. A message that is too long for one is cut. */
export function encodeBye({ code, message }: Bye): Uint8Array {
  return delimited({ bye: { reason: reasonFromCode(code), message: legible(message, maxByeMessage) } });
}

/** A receipt with its length prefix, ready to send. */
export function encodeReceipt(receipt: Receipt): Uint8Array {
  return delimited({ receipt });
}

/** A ping with its length prefix, ready to send. */
export function encodePing(ping: Ping): Uint8Array {
  return delimited({ ping });
}

/** A pong with its length prefix, ready to send. */
export function encodePong(pong: Pong): Uint8Array {
  return delimited({ pong });
}

/** A watch with its length prefix, ready to send. */
export function encodeWatch(watch: Watch): Uint8Array {
  return delimited({ watch });
}

/** More bytes than a frame's packet has besides its data. */
export const maxFrameOverhead = 128;

/**
 * All of a frame's packet that comes before its data: length prefix, packet, frame, and the head of the
 * data field. The packet is these bytes and then `frame.data` itself, which is why the data has the
 * highest field number: a picture is sent from where it lies. `times` are those of this sending.
 */
export function encodeFrameHead(
  frame: EncodedFrame,
  receiptWanted: boolean,
  times: StageTimes | undefined = frame.times,
): Uint8Array {
  const { timestamp } = frame;
  const dataLength = frame.data.byteLength;
  const fields = framewire.v1.Frame.encode({
    sequence: frame.sequence,
    timestamp,
    codec: frame.codec,
    type: frame.type === "delta" ? framewire.v1.Frame.Type.DELTA : framewire.v1.Frame.Type.KEY,
    width: frame.width,
    height: frame.height,
    receiptWanted,
    encoded: after(timestamp, times?.encoded),
    queued: after(timestamp, times?.queued),
    sent: after(timestamp, times?.sent),
    level: frame.level ?? 0,
  });
  if (dataLength > 0) fields.uint32(dataTag).uint32(dataLength);

  const frameLength = fields.len + dataLength;
  const packetBytes = varintLength(frameTag) + varintLength(frameLength) + frameLength;
  const head = protobuf.Writer.create().uint32(packetBytes).uint32(frameTag).uint32(frameLength);
  return head.raw(fields.finish()).finish();
}

/** Microseconds from the capture to a stage; 0 where that is not known, or where they make no sense. */
function after(timestamp: number, at: number | undefined): number {
  return at === undefined || at <= timestamp || at - timestamp > 0xffff_ffff ? 0 : at - timestamp;
}

function delimited(packet: framewire.v1.Packet.$Properties): Uint8Array {
  return framewire.v1.Packet.encode(packet, protobuf.Writer.create().fork()).ldelim().finish();
}

function varintLength(value: number): number {
  return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : value < 0x1000_0000 ? 4 : 5;
}
