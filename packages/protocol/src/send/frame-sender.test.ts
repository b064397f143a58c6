import { createLatestSlot, type EncodedFrame, now } from "@framewire/media";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { testFrame } from "../../testing/frames.ts";
import { packetsIn } from "../../testing/packets-in.ts";
import { CongestionController, type ReadyFrame } from "../congestion/congestion-controller.ts";
import { decodePacket } from "../wire/decode-packet.ts";
import { PacketReader } from "../wire/packet-reader.ts";
import { FrameSender } from "./frame-sender.ts";
import { RemoteDemand } from "./remote-demand.ts";

// The clock moves only by `pass`, so that a test sees all that happens in a time, and nothing else.
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** Sequence numbers of the frames in what was written. */
function sequences(parts: readonly Uint8Array[]): number[] {
  return [...packetsIn(Buffer.concat(parts), new PacketReader(65_536))].map((bytes) => {
    const packet = decodePacket(bytes);
    return packet.kind === "frame" ? packet.frame.sequence : Number.NaN;
  });
}

/** A sender that has room from `nextSendTime` on, and frames that a test gives one by one. */
function start(source?: Parameters<FrameSender["send"]>[0]) {
  const sent: number[] = [];
  const ready: ReadyFrame[] = [];
  const ended = new AbortController();
  const demand = new RemoteDemand();
  let nextSendTime = 0;
  const sender = new FrameSender({
    controller: Object.assign(new CongestionController({ maxLatency: 150_000 }), {
      nextSendTime: () => nextSendTime,
      onFrameReady: (frame: ReadyFrame) => ready.push(frame),
    }),
    demand,
    signal: ended.signal,
    maxPacketBytes: 65_536,
    check: () => {},
    write: (parts) => void sent.push(...sequences(parts)),
    ping: () => {},
  });
  const slot = createLatestSlot<EncodedFrame>();
  async function* frames() {
    for (let next = await slot.take(); !next.done; next = await slot.take()) yield next.value;
  }
  return {
    sender,
    demand,
    sent,
    ready,
    ended,
    sending: sender.send(source ?? frames(), [1]),
    async give(sequence: number) {
      slot.put(testFrame(sequence));
      await pass(2);
    },
    roomFrom(at: number) {
      nextSendTime = at;
      sender.wake();
    },
    end: () => slot.close(),
  };
}

describe("the frame sender", () => {
  it("keeps the newest frame while there is no room, and sends it when there is", async () => {
    const { give, roomFrom, sent, sender, end, sending } = start();
    await give(1);
    roomFrom(Number.POSITIVE_INFINITY);
    for (const sequence of [2, 3, 4]) await give(sequence);
    expect(sent).toEqual([1]);
    roomFrom(0);
    expect(sent).toEqual([1, 4]);
    expect(sender.dropped).toBe(2);
    end();
    await sending;
  });

  it("sends by itself at the next send time", async () => {
    const { give, roomFrom, sent } = start();
    roomFrom(now() + 60_000);
    await give(1);
    await give(2);
    await pass(55);
    expect(sent).toEqual([]);
    await pass(5);
    expect(sent).toEqual([2]);
  });

  it("ends while it waits for room, leaves no timer, and counts what it did not send", async () => {
    const { give, roomFrom, sent, sender, ended, sending } = start();
    roomFrom(now() + 60_000);
    await give(1);
    await give(2);
    ended.abort();
    await sending;
    expect(vi.getTimerCount()).toBe(0);
    expect(sent).toEqual([]);
    expect(sender.dropped).toBe(2);
  });

  it("opens a source while the peer wants frames, and only then", async () => {
    let opened = 0;
    let open = 0;
    const { demand, sent, ended, sending } = start(async function* ({ signal } = {}) {
      opened++;
      open++;
      for (let sequence = opened * 100; !signal?.aborted; sequence++) {
        yield testFrame(sequence);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      open--;
    });
    await pass(12);
    expect(sent).toEqual([100, 101, 102]);
    demand.set(false);
    await pass(500);
    expect([open, opened, sent.length]).toEqual([0, 1, 3]);
    demand.set(true);
    await pass(12);
    expect(sent.slice(3)).toEqual([200, 201, 202]);
    ended.abort();
    await sending;
    await pass(10);
    expect(open).toBe(0);
  });

  it("drops the frame in its slot when the peer no longer wants frames", async () => {
    const { demand, give, roomFrom, sent, sender } = start();
    roomFrom(Number.POSITIVE_INFINITY);
    await give(1);
    demand.set(false);
    roomFrom(0);
    expect(sent).toEqual([]);
    expect(sender.dropped).toBe(1);
  });

  it("also drops a frame that waits for the slot, so that the next demand begins with a fresh one", async () => {
    let opened = 0;
    const { demand, roomFrom, sent, ended, sending } = start(async function* ({ signal } = {}) {
      opened++;
      yield testFrame(opened * 100);
      yield testFrame(opened * 100 + 1);
      await new Promise((resolve) => signal?.addEventListener("abort", resolve));
    });
    roomFrom(Number.POSITIVE_INFINITY);
    // The first is in the slot, and the second waits up to 1 ms for it.
    await pass(0);
    demand.set(false);
    demand.set(true);
    roomFrom(0);
    await pass(5);
    expect(sent).toEqual([200, 201]);
    ended.abort();
    await sending;
  });

  it("lets timers run between the frames of a source that never pauses", async () => {
    let given = 0;
    const { roomFrom, ended, sending } = start(async function* () {
      for (;;) yield testFrame(++given);
    });
    roomFrom(Number.POSITIVE_INFINITY);
    await pass(20);
    expect(given).toBeGreaterThan(10);
    expect(given).toBeLessThan(30);
    ended.abort();
    await sending;
  });

  it("counts the time that a frame was encoded, and not what a late source or another machine took", async () => {
    const at = now();
    const ago = (ms: number) => at - ms * 1000;
    const timestamp = ago(800);
    const { ready } = start(
      (async function* () {
        // As the source gave it; encoded here; as it arrived from another machine; encoded by a source of its own.
        yield { ...testFrame(1), timestamp };
        yield { ...testFrame(2), timestamp, times: { acquired: ago(30), encoded: ago(10) } };
        yield { ...testFrame(3), timestamp, times: { acquired: ago(700), encoded: ago(400), received: ago(5) } };
        yield { ...testFrame(4), timestamp, times: { encoded: ago(10) } };
      })(),
    );
    await pass(10);
    const encodingMs = ready.map(({ encodingTime }) => encodingTime / 1000);
    for (const [index, expected] of [0, 30, 5, 800].entries()) {
      expect(encodingMs[index]).toBeGreaterThanOrEqual(expected);
      expect(encodingMs[index]).toBeLessThan(expected + 15);
    }
  });
});
