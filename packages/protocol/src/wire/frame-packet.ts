import type { EncodedFrame, StageTimes } from "@framewire/media";
import { encodeFrameHead } from "./encode-frame.ts";

/** What was sent to one peer may go to the next within this time, in microseconds, as it is. */
const alike = 1000;

interface Made {
  readonly times: StageTimes;
  readonly head: Uint8Array;
  /** Head and data in one piece, once a second peer has got it. */
  packet?: Uint8Array;
}

/** The latest packet of each frame, without and with the wish for a receipt. */
const made = new WeakMap<EncodedFrame, [Made | undefined, Made | undefined]>();

/**
 * The pieces of a frame's packet, to be written one after the other: its head and the picture from where it lies.
 * Peers that get a frame within a millisecond are given the very same packet, in one piece: with hundreds of them, a
 * picture that is copied once costs less than a head for each.
 */
export function framePacket(
  frame: EncodedFrame,
  receiptWanted: boolean,
  times: StageTimes & { readonly queued: number; readonly sent: number },
): readonly Uint8Array[] {
  const index = receiptWanted ? 1 : 0;
  let latest = made.get(frame);
  const last = latest?.[index];
  if (last && isAlike(last.times.sent, times.sent) && isAlike(last.times.queued, times.queued)) {
    last.packet ??= join(last.head, frame.data);
    return [last.packet];
  }
  const head = encodeFrameHead(frame, receiptWanted, times);
  if (!latest) {
    latest = [undefined, undefined];
    made.set(frame, latest);
  }
  latest[index] = { times, head };
  return [head, frame.data];
}

function isAlike(one: number | undefined, other: number): boolean {
  return one !== undefined && Math.abs(other - one) < alike;
}

function join(head: Uint8Array, data: Uint8Array): Uint8Array {
  const packet = new Uint8Array(head.byteLength + data.byteLength);
  packet.set(head);
  packet.set(data, head.byteLength);
  return packet;
}
