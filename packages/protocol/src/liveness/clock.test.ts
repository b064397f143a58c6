import { now } from "@framewire/media";
import { until } from "test-support/until";
import { describe, expect, it, vi } from "vitest";
import { delayed } from "../../testing/delayed.ts";
import { testFrame } from "../../testing/frames.ts";
import { rawPeer } from "../../testing/raw-peer.ts";
import { openConnection } from "../connection/open.ts";
import { memoryTransports } from "../transports/memory.ts";
import { encodeFrameHead } from "../wire/encode-frame.ts";
import { encodePing } from "../wire/encode-packet.ts";
import { ClockSync } from "./clock-sync.ts";
import { pongsPerSecond } from "./keep-alive.ts";

const hours = 3_600_000_000;

describe("the peer's clock", () => {
  it("is estimated from four timestamps, whatever its offset", () => {
    const clock = new ClockSync();
    expect(clock.roundTrip).toBeUndefined();
    expect(clock.offset).toBeUndefined();
    // The peer is 5 hours ahead: 30 ms each way, and 10 ms until the answer.
    clock.add({ pingSent: 1_000_000, received: 5 * hours + 1_030_000, sent: 5 * hours + 1_040_000 }, 1_070_000);
    expect(clock.roundTrip).toBe(60_000);
    expect(clock.offset).toBe(5 * hours);
    // A slower return adds 30 ms: the shorter round trip counts.
    clock.add({ pingSent: 2_000_000, received: 5 * hours + 2_030_000, sent: 5 * hours + 2_030_000 }, 2_100_000);
    expect(clock.roundTrip).toBe(100_000);
    expect(clock.offset).toBe(5 * hours);
    // Old samples expire after sixteen newer ones, since clocks drift.
    for (let i = 3; i < 19; i++) {
      clock.add(
        { pingSent: i * 1e6, received: i * 1e6 - hours + 35_000, sent: i * 1e6 - hours + 35_000 },
        i * 1e6 + 70_000,
      );
    }
    expect(clock.offset).toBe(-hours);
  });

  it("never yields a negative round trip", () => {
    const clock = new ClockSync();
    clock.add({ pingSent: 100, received: 0, sent: 9_000_000 }, 200);
    expect(clock.roundTrip).toBe(0);
    clock.add({ pingSent: 100, received: 9_000_000, sent: 0 }, 200);
    expect(clock.roundTrip).toBe(100);
  });

  it("yields the age of each frame of a connection", async () => {
    const [a, b] = memoryTransports();
    // 20 ms each way.
    const peer = rawPeer(delayed(b, 20), { hello: true, pongs: 7 * hours, byes: true });
    const connection = await openConnection(delayed(a, 20), { codecs: ["jpeg"] });
    await until(() => connection.stats().clockOffsetUs !== undefined);
    const peerNow = (): number => Math.round(performance.now() * 1000) + 7 * hours;
    const { clockOffsetUs: clockOffset = 0, rttMs = 0 } = connection.stats();
    expect(Math.abs(clockOffset - (peerNow() - now()))).toBeLessThan(rttMs * 500 + 1_000);
    expect(rttMs).toBeGreaterThanOrEqual(38);

    expect(connection.stats().ageMs).toBeUndefined();
    for (let age = 1; age <= 100; age++) {
      const frame = { ...testFrame(age), timestamp: peerNow() - age * 1_000 };
      peer.send(Buffer.concat([encodeFrameHead(frame, false), frame.data]));
    }
    await until(() => connection.stats().received.frames === 100);
    const { p50, p95 } = connection.stats().ageMs ?? { p50: 0, p95: 0 };
    // Captured 1 to 100 ms before they were sent, plus 20 ms one way.
    expect(p50).toBeGreaterThan(50);
    expect(p50).toBeLessThan(170);
    expect(p95 - p50).toBeGreaterThan(30);
    expect(p95 - p50).toBeLessThan(90);
    await connection.close();
  });

  it("is sent to the peer: a pong has the time at which the ping arrived, and its own time", async () => {
    const [a, b] = memoryTransports();
    const peer = rawPeer(b, { hello: true, byes: true });
    const connection = await openConnection(a, { codecs: ["jpeg"] });
    const before = now();
    peer.send(Buffer.concat([encodePing({ sent: 41 }), encodePing({ sent: 42 })]));
    const { pong } = await peer.heard("pong");
    // Of several pings that arrive together the last is answered.
    expect(pong.pingSent).toBe(42);
    expect(pong.received).toBeGreaterThanOrEqual(before);
    expect(pong.sent).toBeGreaterThanOrEqual(pong.received);
    expect(now()).toBeGreaterThanOrEqual(pong.sent);
    await connection.close();
  });

  it("answers a flood of pings at most 64 times at once, and 64 times per second", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"] });
    try {
      const [a, b] = memoryTransports();
      const peer = rawPeer(b, { hello: true, pongs: true, byes: true });
      const connection = await openConnection(a, { codecs: ["jpeg"] });
      const pongs = (): number => peer.packets.filter(({ kind }) => kind === "pong").length;
      for (let i = 0; i < 1_000; i++) peer.send(encodePing({ sent: i }));
      await vi.advanceTimersByTimeAsync(0);
      expect(pongs()).toBe(pongsPerSecond);
      await vi.advanceTimersByTimeAsync(1_000);
      for (let i = 0; i < 1_000; i++) peer.send(encodePing({ sent: i }));
      await vi.advanceTimersByTimeAsync(0);
      expect(pongs()).toBe(2 * pongsPerSecond);
      await connection.close();
    } finally {
      vi.useRealTimers();
    }
  });
});
