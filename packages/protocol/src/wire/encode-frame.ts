import type { EncodedFrame, FrameTimes } from "@framewire/media";
import { framewire } from "../../generated/framewire.js";

/** More bytes than a frame's packet has besides its data. */
export const maxFrameOverhead = 128;

const varint = 0;
const lengthDelimited = 2;
const packetFrameTag = (15 << 3) | lengthDelimited;
const ackRequestedTag = (7 << 3) | varint;
const encodedTag = (8 << 3) | varint;
const queuedTag = (9 << 3) | varint;
const sentTag = (10 << 3) | varint;
const levelTag = (11 << 3) | varint;
const dataTag = (15 << 3) | lengthDelimited;

/** The first six fields of a frame, which are the same for all who get it. */
const firstFields = new WeakMap<EncodedFrame, Uint8Array>();

/**
 * All of a frame's packet that comes before its data: length prefix, packet, frame, and the head of the
 * data field. The packet is these bytes and then `frame.data` itself, which is why the data has the
 * highest field number: a picture is sent from where it lies. `times` are those of this sending.
 */
export function encodeFrameHead(
  frame: EncodedFrame,
  ackRequested: boolean,
  times: FrameTimes | undefined = frame.times,
): Uint8Array {
  const { timestamp, level = 0 } = frame;
  const first = encodeFirstFields(frame);
  const dataLength = frame.data.length;
  const encoded = after(timestamp, times?.encoded);
  const queued = after(timestamp, times?.queued);
  const sent = after(timestamp, times?.sent);
  const fieldsLength =
    first.length +
    (ackRequested ? 2 : 0) +
    fieldLength(encoded) +
    fieldLength(queued) +
    fieldLength(sent) +
    fieldLength(level) +
    fieldLength(dataLength);
  const frameLength = fieldsLength + dataLength;
  const packetLength = 1 + varintLength(frameLength) + frameLength;

  const head = new Uint8Array(varintLength(packetLength) + packetLength - dataLength);
  let at = writeVarint(head, 0, packetLength);
  at = writeField(head, at, packetFrameTag, frameLength);
  head.set(first, at);
  at += first.length;
  if (ackRequested) at = writeField(head, at, ackRequestedTag, 1);
  at = writeField(head, at, encodedTag, encoded);
  at = writeField(head, at, queuedTag, queued);
  at = writeField(head, at, sentTag, sent);
  at = writeField(head, at, levelTag, level);
  writeField(head, at, dataTag, dataLength);
  return head;
}

function encodeFirstFields(frame: EncodedFrame): Uint8Array {
  let fields = firstFields.get(frame);
  if (!fields) {
    const { sequence, timestamp, codec, type, width, height } = frame;
    const { DELTA, KEY } = framewire.v1.Frame.Type;
    fields = framewire.v1.Frame.encode({
      sequence,
      timestamp,
      codec,
      type: type === "delta" ? DELTA : KEY,
      width,
      height,
    }).finish();
    firstFields.set(frame, fields);
  }
  return fields;
}

/** Microseconds from the capture to a stage; 0 where that is not known, or where they make no sense. */
function after(timestamp: number, at: number | undefined): number {
  return at === undefined || at <= timestamp || at - timestamp > 0xffff_ffff ? 0 : at - timestamp;
}

/** A field whose value is 0 is left out, as proto3 has it. */
function fieldLength(value: number): number {
  return value === 0 ? 0 : 1 + varintLength(value);
}

function varintLength(value: number): number {
  return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : value < 0x1000_0000 ? 4 : 5;
}

function writeField(bytes: Uint8Array, at: number, tag: number, value: number): number {
  if (value === 0) return at;
  bytes[at] = tag;
  return writeVarint(bytes, at + 1, value);
}

function writeVarint(bytes: Uint8Array, start: number, value: number): number {
  let at = start;
  let rest = value;
  while (rest > 0x7f) {
    bytes[at++] = (rest & 0x7f) | 0x80;
    rest = Math.floor(rest / 128);
  }
  bytes[at++] = rest;
  return at;
}
