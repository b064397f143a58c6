import type { EncodedFrame } from "@framewire/media";
import { beforeEach, describe, expect, it } from "vitest";
import { picture } from "../../testing/frames.ts";
import { encodeFrameHead } from "./encode-frame.ts";
import { type FramePacket, framePacket } from "./frame-packet.ts";

const frame = picture(5);
const { timestamp } = frame;

/** Sent so many microseconds after the capture. */
const after = (us: number) => ({ queued: timestamp + us, sent: timestamp + us });

const packetOf = (of: EncodedFrame, ackRequested: boolean, { queued, sent }: ReturnType<typeof after>) =>
  framePacket(of, ackRequested, queued, sent).parts;

// What becomes of a frame goes by the one before: here that is one which a single peer gets.
beforeEach(() => void packetOf({ ...frame }, false, after(0)));

describe("the packet of a frame", () => {
  it("is a head, and the picture from where it lies", () => {
    const [head, data, ...rest] = packetOf({ ...frame }, true, after(700));
    expect(head).toEqual(encodeFrameHead(frame, true, after(700)));
    expect(data).toBe(frame.data);
    expect(rest).toEqual([]);
  });

  it("is made once, in one piece, for peers that get it within three milliseconds", () => {
    const own = { ...frame };
    const first = packetOf(own, false, after(700));
    const others = [800, 3_600].map((us) => packetOf(own, false, after(us)));
    expect(others[0]).toHaveLength(1);
    expect(others[1]?.[0]).toBe(others[0]?.[0]);
    expect(Buffer.from(others[0]?.[0] ?? [])).toEqual(Buffer.concat(first));
  });

  it("is another one for who is asked for a receipt, who gets it later, and who waited for it", () => {
    const own = { ...frame };
    const late = { queued: timestamp + 700, sent: timestamp + 3_800 };
    const waited = { queued: timestamp + 1, sent: timestamp + 3_800 };
    for (const [wanted, times] of [
      [false, after(700)],
      [true, after(700)],
      [false, late],
      [false, after(3_800)],
      [false, waited],
    ] as const) {
      expect(packetOf(own, wanted, times)).toEqual([encodeFrameHead(own, wanted, times), frame.data]);
    }
  });

  it("is in one piece at once when several have got the frame, or the one before", () => {
    const [first, next, last] = [{ ...frame }, { ...frame }, { ...frame }];
    packetOf(first, false, after(700));
    packetOf(first, false, after(700));
    for (const of of [first, next]) {
      const packet = packetOf(of, true, after(9_000));
      expect(packet.map((part) => Buffer.from(part))).toEqual([
        Buffer.concat([encodeFrameHead(of, true, after(9_000)), frame.data]),
      ]);
    }
    expect(packetOf(last, true, after(9_000))).toHaveLength(2);
  });

  /** What lies in the memory of a packet that two peers have got. */
  function sharedPacket(sequence: number, sent: number): FramePacket {
    const own = { ...picture(sequence), data: new Uint8Array(20_000).fill(sequence) };
    framePacket(own, false, sent, sent);
    return framePacket(own, false, sent, sent);
  }

  it("lies where an older one lay that nobody keeps, and nobody is given that one any more", () => {
    const own = { ...frame, data: new Uint8Array(20_000).fill(7) };
    packetOf(own, false, after(1e6));
    const [older] = packetOf(own, false, after(1e6)) as [Uint8Array];
    const newer = sharedPacket(8, timestamp + 1e6 + 3_500);
    expect(newer.parts[0]?.buffer).toBe(older.buffer);
    expect(newer.parts[0]?.at(-1)).toBe(8);
    // It would be alike, if it were still there.
    const again = packetOf(own, false, { queued: timestamp + 1e6, sent: timestamp + 1e6 + 100 });
    expect(Buffer.concat(again)).toEqual(
      Buffer.concat([
        encodeFrameHead(own, false, { queued: timestamp + 1e6, sent: timestamp + 1e6 + 100 }),
        new Uint8Array(20_000).fill(7),
      ]),
    );
  });

  it("stays as it is for who keeps it, and for a moment in any case", () => {
    const kept = [10, 11, 12, 13, 14, 15].map((sequence, index) => {
      const packet = sharedPacket(sequence, timestamp + 2e6 + index * 5_000);
      packet.kept = true;
      return packet;
    });
    const moment = [20, 21, 22, 23, 24, 25].map((sequence) => sharedPacket(sequence, timestamp + 3e6));
    for (const [index, { parts }] of [...kept, ...moment].entries()) {
      expect(parts).toHaveLength(1);
      expect(parts[0]?.at(-1)).toBe(index < 6 ? 10 + index : 14 + index);
    }
  });
});
