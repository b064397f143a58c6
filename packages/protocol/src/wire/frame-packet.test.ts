import type { EncodedFrame } from "@framewire/media";
import { describe, expect, it } from "vitest";
import { testFrame } from "../../testing/frames.ts";
import { encodeFrameHead } from "./encode-frame.ts";
import { framePacket } from "./frame-packet.ts";

const frame = testFrame(5);
const { timestamp } = frame;

/** Ready and sent this many microseconds after the capture. */
const after = (us: number) => ({ queued: timestamp + us, sent: timestamp + us });

const packetOf = (of: EncodedFrame, ackRequested: boolean, times: ReturnType<typeof after>) =>
  framePacket(of, { ackRequested, ...times });

describe("the packet of a frame", () => {
  it("is a head and the frame's own memory", () => {
    const [head, data, ...rest] = packetOf({ ...frame }, true, after(700));
    expect(head).toEqual(encodeFrameHead(frame, true, after(700)));
    expect(data).toBe(frame.data);
    expect(rest).toEqual([]);
  });

  it("is encoded once, in one buffer, for peers that receive it within three milliseconds", () => {
    const own = { ...frame };
    const first = packetOf(own, false, after(700));
    const others = [800, 3_600].map((us) => packetOf(own, false, after(us)));
    expect(others[0]).toHaveLength(1);
    expect(others[1]?.[0]).toBe(others[0]?.[0]);
    expect(Buffer.from(others[0]?.[0] ?? [])).toEqual(Buffer.concat(first));
  });

  it("is encoded again with an ack request, for a later time, and after a wait", () => {
    const own = { ...frame };
    const late = { queued: timestamp + 700, sent: timestamp + 3_800 };
    const waited = { queued: timestamp + 1, sent: timestamp + 3_800 };
    for (const [ackRequested, times] of [
      [false, after(700)],
      [true, after(700)],
      [false, late],
      [false, after(3_800)],
      [false, waited],
    ] as const) {
      expect(packetOf(own, ackRequested, times)).toEqual([encodeFrameHead(own, ackRequested, times), frame.data]);
    }
  });
});
