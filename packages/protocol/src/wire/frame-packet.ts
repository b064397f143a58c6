import type { EncodedFrame } from "@framewire/media";
import { allocate } from "./allocate.ts";
import { encodeFrameHead } from "./encode-frame.ts";

/** What was sent to one peer may go to the next within this time, in microseconds, as it is. */
const alike = 3000;

interface Packet {
  readonly queued: number;
  readonly sent: number;
  /** Head and picture, in one piece once a second peer has got it. */
  parts: readonly Uint8Array[];
}

/** The latest packets of a frame. */
interface Packets {
  withWish: Packet | undefined;
  without: Packet | undefined;
  /** Two peers have got the same packet: others will. */
  crowded: boolean;
}

const packets = new WeakMap<EncodedFrame, Packets>();

/**
 * The pieces of a frame's packet, to be written one after the other: its head and the picture from where it lies. It
 * was there to be sent since `queued`, and is sent at `sent`.
 *
 * Peers that get a frame within three milliseconds are given the very same packet, in one piece: with hundreds of them, a
 * picture that is copied once costs less than a head for each.
 */
export function framePacket(
  frame: EncodedFrame,
  receiptWanted: boolean,
  queued: number,
  sent: number,
): readonly Uint8Array[] {
  let of = packets.get(frame);
  if (!of) {
    of = { withWish: undefined, without: undefined, crowded: false };
    packets.set(frame, of);
  }
  const latest = receiptWanted ? of.withWish : of.without;
  if (latest && isAlike(latest.sent, sent) && isAlike(latest.queued, queued)) {
    of.crowded = true;
    if (latest.parts.length > 1) latest.parts = [join(latest.parts)];
    return latest.parts;
  }
  const parts = [encodeFrameHead(frame, receiptWanted, { encoded: frame.times?.encoded, queued, sent }), frame.data];
  const packet = { queued, sent, parts: of.crowded ? [join(parts)] : parts };
  if (receiptWanted) of.withWish = packet;
  else of.without = packet;
  return packet.parts;
}

function isAlike(one: number, other: number): boolean {
  return Math.abs(other - one) < alike;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = allocate(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
