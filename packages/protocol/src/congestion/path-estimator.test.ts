import { describe, expect, it } from "vitest";
import { InFlight } from "./in-flight.ts";
import { PathEstimator } from "./path-estimator.ts";

const roundTrip = 10_000;

/** A path without measurements, and a way to send on it. */
function unknown() {
  const inFlight = new InFlight();
  return Object.assign(new PathEstimator(inFlight), {
    sent(bytes: number, ackRequested: boolean, at: number) {
      inFlight.add({ bytes, level: 0, ackRequested, sentAt: at });
    },
  });
}

/** A measured path: one byte per microsecond, round trip 10 ms. Its clock is at 100,000. */
function known() {
  const path = unknown();
  path.onPing(0);
  path.onPong(0, roundTrip);
  path.sent(30_000, true, 20_000);
  path.onAck(1, 20_000 + 30_000 + roundTrip);
  return path;
}

describe("a path", () => {
  it("delays nothing before it is measured", () => {
    const path = unknown();
    path.sent(30_000, true, 0);
    expect(path.minRtt).toBeUndefined();
    expect(path.bandwidth(1_000_000)).toBeUndefined();
    expect(path.queueDelay(1_000_000)).toBe(0);
    expect(path.isAckOverdue(1_000_000)).toBe(false);
  });

  it("learns the round trip from a pong, and the bandwidth from an ack", () => {
    const path = known();
    expect(path.minRtt).toBe(roundTrip);
    expect(path.bandwidth(100_000)).toBeCloseTo(1);
    expect(path.queueDelay(100_000)).toBe(0);
  });

  it("uses the lowest round trip of ten seconds", () => {
    const path = known();
    path.onPing(1_000_000);
    path.onPong(1_000_000, 1_050_000);
    expect(path.minRtt).toBe(roundTrip);
    path.onPing(10_900_000);
    path.onPong(10_900_000, 10_950_000);
    expect(path.minRtt).toBe(50_000);
    expect(path.minRttAt).toBe(10_950_000);
  });

  it("knows how long the bottleneck still needs for what was sent", () => {
    const path = known();
    path.sent(20_000, true, 100_000);
    path.sent(20_000, true, 100_000);
    expect(path.queueDelay(100_000)).toBeCloseTo(40_000);
    expect(path.queueDelay(110_000)).toBeCloseTo(30_000);
    path.onAck(2, 100_000 + 20_000 + roundTrip);
    expect(path.queueDelay(130_000)).toBeCloseTo(10_000);
    expect(path.queueDelay(145_000)).toBe(0);
  });

  it("lowers the bandwidth while a requested ack is overdue", () => {
    const path = known();
    path.sent(20_000, true, 100_000);
    path.sent(20_000, false, 100_000);
    expect(path.isAckOverdue(130_000)).toBe(false);
    expect(path.bandwidth(130_000)).toBeCloseTo(1);
    expect(path.isAckOverdue(300_000)).toBe(true);
    // 20,000 bytes have not passed in nearly 200,000 microseconds.
    expect(path.bandwidth(300_000)).toBeCloseTo(20_000 / 190_000);
    // So the bytes after them take as long again.
    expect(path.queueDelay(300_000)).toBeGreaterThan(150_000);
    // A longer grace period: it may be only a lost packet.
    expect(path.bandwidth(300_000, { roundTrips: 3, microseconds: 200_000 })).toBeCloseTo(1);
  });

  it("expects no ack that was not requested", () => {
    const path = known();
    path.sent(20_000, false, 100_000);
    expect(path.isAckOverdue(10_000_000)).toBe(false);
  });

  it.each([
    ["at once", [100_000, 100_000, 100_000], 130_000],
    ["one by one", [100_000, 105_000, 115_000], 130_000],
    ["with pauses between them", [100_000, 200_000, 300_000], 310_000],
  ])("measures the same bandwidth from one ack for frames that were sent %s", (_, times, through) => {
    const path = known();
    for (const at of times) path.sent(10_000, at === times.at(-1), at);
    path.onAck(4, through + roundTrip);
    expect(path.bandwidth(through + roundTrip)).toBeCloseTo(1);
  });

  it("takes a pong as evidence that all frames before the ping have arrived, and none after it", () => {
    const path = known();
    path.sent(20_000, true, 100_000);
    path.onPing(100_000);
    path.onPong(100_000, 500_000);
    expect(path.queueDelay(500_000)).toBe(0);
    expect(path.isAckOverdue(2_000_000)).toBe(false);
    // Their arrival times are unknown, so it is no sample.
    expect(path.bandwidth(500_000)).toBeCloseTo(1);
    path.onPing(1_000_000);
    path.sent(20_000, true, 1_000_000);
    path.onPong(1_000_000, 1_010_000);
    expect(path.queueDelay(1_010_000)).toBeCloseTo(10_000);
    expect(path.isAckOverdue(2_000_000)).toBe(true);
    // An ack for frames that a pong has covered changes nothing.
    path.onAck(2, 2_000_000);
    expect(path.isAckOverdue(2_000_000)).toBe(true);
  });
});
