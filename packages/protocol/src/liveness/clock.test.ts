import { now } from "@framewire/media";
import { describe, expect, it } from "vitest";
import { delayed } from "../../testing/delayed.ts";
import { picture } from "../../testing/frames.ts";
import { rawPeer } from "../../testing/raw-peer.ts";
import { until } from "../../testing/until.ts";
import { openConnection } from "../connection/open.ts";
import { createPercentileMeter } from "../stats/percentiles.ts";
import { memoryTransports } from "../transports/memory.ts";
import { encodeFrameHead } from "../wire/encode-frame.ts";
import { encodePing } from "../wire/encode-packet.ts";
import { ClockSync } from "./clock-sync.ts";

const hours = 3_600_000_000;

describe("the peer's clock", () => {
  it("is found from four timestamps, however far it is off", () => {
    const clock = new ClockSync();
    expect(clock.roundTrip).toBeUndefined();
    expect(clock.offset).toBeUndefined();
    // There 5 hours ahead; 30 ms on the way there, 10 ms to think, 30 ms back.
    clock.add({ pingSent: 1_000_000, received: 5 * hours + 1_030_000, sent: 5 * hours + 1_040_000 }, 1_070_000);
    expect(clock.roundTrip).toBe(60_000);
    expect(clock.offset).toBe(5 * hours);
    // A slower way back hides 20 ms: the shorter round trip is believed.
    clock.add({ pingSent: 2_000_000, received: 5 * hours + 2_030_000, sent: 5 * hours + 2_030_000 }, 2_100_000);
    expect(clock.roundTrip).toBe(100_000);
    expect(clock.offset).toBe(5 * hours);
    // Sixteen answers later the clocks may have drifted: old ones do not count for ever.
    for (let i = 3; i < 19; i++) {
      clock.add(
        { pingSent: i * 1e6, received: i * 1e6 - hours + 35_000, sent: i * 1e6 - hours + 35_000 },
        i * 1e6 + 70_000,
      );
    }
    expect(clock.offset).toBe(-hours);
  });

  it("cannot make a round trip negative", () => {
    const clock = new ClockSync();
    clock.add({ pingSent: 100, received: 0, sent: 9_000_000 }, 200);
    expect(clock.roundTrip).toBe(0);
    clock.add({ pingSent: 100, received: 9_000_000, sent: 0 }, 200);
    expect(clock.roundTrip).toBe(100);
  });

  it("is known to a connection, and with it the age of each frame", async () => {
    const [a, b] = memoryTransports();
    // 20 ms each way.
    const peer = rawPeer(delayed(b, 20), { hello: true, pongs: 7 * hours, byes: true });
    const connection = await openConnection(delayed(a, 20), { codecs: ["jpeg"] });
    await until(() => connection.stats().clockOffsetUs !== undefined);
    const theirNow = (): number => Math.round(performance.now() * 1000) + 7 * hours;
    const { clockOffsetUs: clockOffset = 0, rttMs = 0 } = connection.stats();
    expect(Math.abs(clockOffset - (theirNow() - now()))).toBeLessThan(rttMs * 500 + 1_000);
    expect(rttMs).toBeGreaterThanOrEqual(38);

    expect(connection.stats().ageMs).toBeUndefined();
    for (let age = 1; age <= 100; age++) {
      const frame = { ...picture(age), timestamp: theirNow() - age * 1_000 };
      peer.send(Buffer.concat([encodeFrameHead(frame, false), frame.data]));
    }
    await until(() => connection.stats().received.frames === 100);
    const { p50, p95 } = connection.stats().ageMs ?? { p50: 0, p95: 0 };
    // Captured 1 to 100 ms before they left, and 20 ms on the way.
    expect(p50).toBeGreaterThan(50);
    expect(p50).toBeLessThan(170);
    expect(p95 - p50).toBeGreaterThan(30);
    expect(p95 - p50).toBeLessThan(90);
    await connection.close();
  });

  it("is told to the peer: a ping is answered with when it came and when the answer left", async () => {
    const [a, b] = memoryTransports();
    const peer = rawPeer(b, { hello: true, byes: true });
    const connection = await openConnection(a, { codecs: ["jpeg"] });
    const before = now();
    peer.send(Buffer.concat([encodePing({ sent: 41 }), encodePing({ sent: 42 })]));
    const { pong } = await peer.heard("pong");
    // The latest of several that came together is answered, for all of them.
    expect(pong.pingSent).toBe(42);
    expect(pong.received).toBeGreaterThanOrEqual(before);
    expect(pong.sent).toBeGreaterThanOrEqual(pong.received);
    expect(now()).toBeGreaterThanOrEqual(pong.sent);
    await connection.close();
  });

  it("answers a peer that only asks no more than 64 times a second", async () => {
    const [a, b] = memoryTransports();
    const peer = rawPeer(b, { hello: true, pongs: true, byes: true });
    const connection = await openConnection(a, { codecs: ["jpeg"] });
    const started = Math.floor(now() / 1e6);
    for (let i = 0; i < 5_000; i++) peer.send(encodePing({ sent: i }));
    await peer.heard("pong");
    await connection.close();
    const seconds = Math.floor(now() / 1e6) - started + 1;
    const pongs = peer.packets.filter(({ kind }) => kind === "pong").length;
    expect(pongs).toBeGreaterThan(0);
    expect(pongs).toBeLessThanOrEqual(64 * seconds);
  });
});

describe("a distribution", () => {
  it("gives the nearest rank of the values it remembers", () => {
    const ages = createPercentileMeter();
    expect(ages.read(0)).toBeUndefined();
    ages.add(7, 0);
    expect(ages.read(0)).toEqual({ p50: 7, p95: 7, max: 7 });
    for (let value = 10_000; value > 0; value--) ages.add(value, 1_000_000);
    // The latest 160: 160 to 1.
    expect(ages.read(1_000_000)).toEqual({ p50: 80, p95: 152, max: 160 });
    // None of the last five seconds.
    expect(ages.read(6_000_001)).toBeUndefined();
  });
});
