/** Encodes the head of a frame's packet: everything before the data, which is sent from its own memory. */

import type { EncodedFrame, FrameTimes } from "@framewire/media";
import protobuf from "protobufjs/minimal.js";
import { framewire } from "../../generated/framewire.js";
import { concat } from "./concat.ts";

/**
 * Encodes all of a frame's packet that precedes its data: the length prefix, the packet's and the frame's fields, and the
 * tag and length of the data field. The packet is these bytes followed by `frame.data`, which is why `data` has the
 * highest field number. `times` are those of this transmission.
 */
export function encodeFrameHead(
  frame: EncodedFrame,
  ackRequested: boolean,
  times: FrameTimes | undefined = frame.times,
): Uint8Array {
  const { sequence, timestamp, codec, type, width, height, level = 0, data } = frame;
  const fields = Frame.encode(
    {
      sequence,
      timestamp,
      codec,
      type: type === "delta" ? Frame.Type.DELTA : Frame.Type.KEY,
      width,
      height,
      ackRequested,
      encoded: sinceCapture(timestamp, times?.encoded),
      queued: sinceCapture(timestamp, times?.queued),
      sent: sinceCapture(timestamp, times?.sent),
      level,
      acquired: sinceCapture(timestamp, times?.acquired),
    },
    protobuf.Writer.create(),
  );
  if (data.length > 0) fields.uint32(dataTag).uint32(data.length);
  const frameLength = fields.len + data.length;
  const packet = protobuf.Writer.create().uint32(frameTag).uint32(frameLength);
  const prefix = protobuf.Writer.create().uint32(packet.len + frameLength);
  return concat([prefix.finish(), packet.finish(), fields.finish()]);
}

/** An upper bound of the bytes that a frame's packet has besides its data. */
export const maxFrameOverhead = 128;

const { Frame } = framewire.v1;

/** Tag of field 15, length-delimited: `Packet.frame` and `Frame.data`. */
const frameTag = (15 << 3) | 2;
const dataTag = (15 << 3) | 2;

/** Microseconds from the capture to a stage; 0 if the time is unknown or out of range. */
function sinceCapture(timestamp: number, at: number | undefined): number {
  return at === undefined || at <= timestamp || at - timestamp > 0xffff_ffff ? 0 : at - timestamp;
}
