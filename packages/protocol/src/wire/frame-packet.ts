import type { EncodedFrame } from "@framewire/media";
import { allocate } from "./allocate.ts";
import { encodeFrameHead } from "./encode-frame.ts";

/** What was sent to one peer may go to the next within this time, in microseconds, as it is. */
const alike = 3000;

/** What is written to a peer. */
export interface FramePacket {
  /** Its head and the picture, to be written one after the other; in one piece once a second peer has got it. */
  readonly parts: readonly Uint8Array[];
  /** Set by who has given it to somebody who goes on reading it: its memory is used for no other. */
  kept: boolean;
}

interface Packet extends FramePacket {
  readonly queued: number;
  /** NaN when its memory is another's: it is given to nobody any more. */
  sent: number;
  parts: readonly Uint8Array[];
}

/** The latest packets of a frame. */
interface Packets {
  withWish: Packet | undefined;
  without: Packet | undefined;
  /** Two peers have got the same packet, or had of the frame before: others will, and it is made in one piece. */
  crowded: boolean;
}

const packets = new WeakMap<EncodedFrame, Packets>();
/** Two peers have got the same packet of the latest frame, whoever's it is. */
let shared = false;

/** Memory that packets in one piece lie in, one after the other. */
interface Sheet {
  readonly memory: Uint8Array;
  /** The one that lies there now. */
  packet: Packet;
}

/** The oldest first. So many at the most, of so many bytes at the most, in steps, since the next picture may be larger. */
const sheets: Sheet[] = [];
const mostSheets = 4;
const mostSheetBytes = 2 ** 20;
const sheetStep = 2 ** 14;

/**
 * The packet of a frame that was there to be sent since `queued`, and is sent at `sent`: its head, and the picture from
 * where it lies.
 *
 * Peers that get a frame within three milliseconds are given the very same packet, in one piece: with hundreds of them, a
 * picture that is copied once costs less than a head for each.
 */
export function framePacket(frame: EncodedFrame, ackRequested: boolean, queued: number, sent: number): FramePacket {
  let of = packets.get(frame);
  if (!of) {
    of = { withWish: undefined, without: undefined, crowded: shared };
    packets.set(frame, of);
    shared = false;
  }
  const latest = ackRequested ? of.withWish : of.without;
  if (latest && isAlike(latest.sent, sent) && isAlike(latest.queued, queued)) {
    of.crowded = true;
    shared = true;
    if (latest.parts.length > 1) join(latest);
    return latest;
  }
  const parts = [encodeFrameHead(frame, ackRequested, { encoded: frame.times?.encoded, queued, sent }), frame.data];
  const packet: Packet = { queued, sent, parts, kept: false };
  if (of.crowded) join(packet);
  if (ackRequested) of.withWish = packet;
  else of.without = packet;
  return packet;
}

function isAlike(one: number, other: number): boolean {
  return Math.abs(other - one) < alike;
}

/** Copies the parts into one piece. */
function join(packet: Packet): void {
  const { parts } = packet;
  const bytes = parts.reduce((sum, { length }) => sum + length, 0);
  const memory = memoryFor(bytes, packet);
  let at = 0;
  for (const part of parts) {
    memory.set(part, at);
    at += part.length;
  }
  packet.parts = [memory];
  packet.kept = false;
}

/** That of an older packet which nobody keeps and nobody is given any more, or else new memory. */
function memoryFor(bytes: number, packet: Packet): Uint8Array {
  if (bytes > mostSheetBytes) return allocate(bytes);
  let sheet = sheets.find(
    ({ memory, packet: { kept, sent } }) =>
      !kept && packet.sent - sent > alike && memory.length >= bytes && memory.length < 2 * bytes + sheetStep,
  );
  if (sheet) {
    sheet.packet.sent = Number.NaN;
    sheet.packet = packet;
  } else {
    sheet = { memory: allocate(Math.ceil(bytes / sheetStep) * sheetStep), packet };
    sheets.push(sheet);
    if (sheets.length > mostSheets) sheets.shift();
  }
  return sheet.memory.subarray(0, bytes);
}
