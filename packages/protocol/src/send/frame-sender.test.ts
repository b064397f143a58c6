import { createLatestSlot, type EncodedFrame, now } from "@framewire/media";
import { describe, expect, it } from "vitest";
import { picture } from "../../testing/frames.ts";
import { packetsIn } from "../../testing/packets-in.ts";
import { until } from "../../testing/until.ts";
import { CongestionController } from "../congestion/congestion-controller.ts";
import { decodePacket } from "../wire/decode-packet.ts";
import { PacketReader } from "../wire/packet-reader.ts";
import { FrameSender } from "./frame-sender.ts";
import { createRemoteDemand } from "./remote-demand.ts";

/** Of the frames in what was written. */
function sequences(parts: readonly Uint8Array[]): number[] {
  return [...packetsIn(Buffer.concat(parts), new PacketReader(65_536))].map((bytes) => {
    const packet = decodePacket(bytes);
    return packet.kind === "frame" ? packet.frame.sequence : Number.NaN;
  });
}

/** An outbox whose room the test decides on: from the time `opensAt`, in microseconds of `performance`'s clock. */
function start(source?: Parameters<FrameSender["send"]>[0]) {
  const sent: number[] = [];
  const ended = new AbortController();
  const demand = createRemoteDemand();
  let opensAt = 0;
  const outbox = new FrameSender({
    controller: Object.assign(new CongestionController({ maxLatency: 150_000 }), { opensAt: () => opensAt }),
    demand,
    signal: ended.signal,
    maxPacketBytes: 65_536,
    check: () => {},
    transport: { write: (parts) => void sent.push(...sequences(parts)) },
    ping: () => {},
  });
  const slot = createLatestSlot<EncodedFrame>();
  async function* frames() {
    for (let next = await slot.take(); !next.done; next = await slot.take()) yield next.value;
  }
  return {
    outbox,
    demand,
    sent,
    ended,
    sending: outbox.send(source ?? frames(), [1]),
    async give(sequence: number) {
      slot.put(picture(sequence));
      await until(() => !slot.full);
      await new Promise((resolve) => setTimeout(resolve, 5));
    },
    opens(at: number) {
      opensAt = at;
      outbox.wake();
    },
    end: () => slot.close(),
  };
}

describe("the outbox", () => {
  it("keeps the newest frame while there is no room, and sends it when there is", async () => {
    const { give, opens, sent, outbox, end, sending } = start();
    await give(1);
    opens(Number.POSITIVE_INFINITY);
    for (const sequence of [2, 3, 4]) await give(sequence);
    expect(sent).toEqual([1]);
    opens(0);
    expect(sent).toEqual([1, 4]);
    expect(outbox.dropped).toBe(2);
    end();
    await sending;
  });

  it("sends by itself at the time at which there will be room", async () => {
    const { give, opens, sent } = start();
    opens((performance.timeOrigin + performance.now() + 60) * 1000);
    await give(1);
    await give(2);
    expect(sent).toEqual([]);
    await until(() => sent.length > 0);
    expect(sent).toEqual([2]);
  });

  it("ends while it waits for room, and counts what it did not send", async () => {
    const { give, opens, sent, outbox, ended, sending } = start();
    opens(Number.POSITIVE_INFINITY);
    await give(1);
    await give(2);
    ended.abort();
    await sending;
    expect(sent).toEqual([]);
    expect(outbox.dropped).toBe(2);
  });

  it("opens a source while the peer looks, and only then", async () => {
    let opened = 0;
    let open = 0;
    const { demand, sent, ended, sending } = start(async function* ({ signal } = {}) {
      opened++;
      open++;
      for (let sequence = opened * 100; !signal?.aborted; sequence++) {
        yield picture(sequence);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      open--;
    });
    await until(() => sent.length > 2);
    demand.set(false);
    await until(() => open === 0);
    const before = sent.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sent.length).toBe(before);
    expect(opened).toBe(1);
    demand.set(true);
    await until(() => sent.length > before + 2);
    expect(sent.at(-1)).toBeGreaterThanOrEqual(200);
    ended.abort();
    await sending;
    await until(() => open === 0);
  });

  it("forgets what it had to send when nobody looks any more", async () => {
    const { demand, give, opens, sent, outbox } = start();
    opens(Number.POSITIVE_INFINITY);
    await give(1);
    demand.set(false);
    opens(0);
    expect(sent).toEqual([]);
    expect(outbox.dropped).toBe(1);
  });

  it("forgets the frame too that came while it waited, so that the next look begins with a fresh one", async () => {
    let opened = 0;
    let asked = (): void => {};
    const second = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const { demand, opens, sent, ended, sending } = start(async function* ({ signal } = {}) {
      opened++;
      yield picture(opened * 100);
      asked();
      yield picture(opened * 100 + 1);
      await new Promise((resolve) => signal?.addEventListener("abort", resolve));
    });
    opens(Number.POSITIVE_INFINITY);
    await second;
    await new Promise(setImmediate);
    // The first lies in the slot, and the second waits a moment.
    demand.set(false);
    await new Promise((resolve) => setTimeout(resolve, 20));
    demand.set(true);
    opens(0);
    await until(() => sent.length === 2);
    expect(sent).toEqual([200, 201]);
    ended.abort();
    await sending;
  });

  it("counts what a picture took here, and not the way that it had come before", async () => {
    const ages: number[] = [];
    const ended = new AbortController();
    const outbox = new FrameSender({
      controller: Object.assign(new CongestionController({ maxLatency: 150_000 }), {
        offered: ({ age }: { age: number }) => ages.push(age),
      }),
      demand: createRemoteDemand(),
      signal: ended.signal,
      maxPacketBytes: 65_536,
      check: () => {},
      transport: { write: () => {} },
      ping: () => {},
    });
    const captured = now() - 300_000;
    const sending = outbox.send(
      (async function* () {
        yield { ...picture(1), timestamp: captured };
        yield { ...picture(2), timestamp: captured, times: { received: now() } };
      })(),
      [1],
    );
    await until(() => ages.length === 2);
    ended.abort();
    await sending;
    expect(ages[0]).toBeGreaterThanOrEqual(300_000);
    expect(ages[1]).toBeLessThan(100_000);
  });
});
