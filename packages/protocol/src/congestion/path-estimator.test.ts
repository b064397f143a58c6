import { describe, expect, it } from "vitest";
import { InFlight } from "./in-flight.ts";
import { PathEstimator } from "./path-estimator.ts";

const roundTrip = 10_000;

/** A path that nothing is known of, and a way to send on it. */
function unknown() {
  const flights = new InFlight();
  return Object.assign(new PathEstimator(flights), {
    sent(bytes: number, asked: boolean, at: number) {
      flights.add({ bytes, level: 0, age: 0 }, asked, at);
    },
  });
}

/** A path of a byte a microsecond and ten milliseconds there and back, which has told as much; its clock is at 100,000. */
function known() {
  const path = unknown();
  path.pinged(0);
  path.ponged(0, roundTrip);
  path.sent(30_000, true, 20_000);
  path.arrived(1, 20_000 + 30_000 + roundTrip);
  return path;
}

describe("a path", () => {
  it("is not known at first, and then holds up nothing", () => {
    const path = unknown();
    path.sent(30_000, true, 0);
    expect(path.roundTrip).toBeUndefined();
    expect(path.capacity(1_000_000)).toBeUndefined();
    expect(path.backlog(1_000_000)).toBe(0);
    expect(path.overdue(1_000_000)).toBe(false);
  });

  it("learns the round trip from a ping, and the capacity from a receipt", () => {
    const path = known();
    expect(path.roundTrip).toBe(roundTrip);
    expect(path.capacity(100_000)).toBeCloseTo(1);
    expect(path.backlog(100_000)).toBe(0);
  });

  it("takes the lowest round trip of ten seconds", () => {
    const path = known();
    path.pinged(1_000_000);
    path.ponged(1_000_000, 1_050_000);
    expect(path.roundTrip).toBe(roundTrip);
    path.pinged(10_900_000);
    path.ponged(10_900_000, 10_950_000);
    expect(path.roundTrip).toBe(50_000);
    expect(path.roundTripAt).toBe(10_950_000);
  });

  it("knows how much of what was sent is not through the narrowest place", () => {
    const path = known();
    path.sent(20_000, true, 100_000);
    path.sent(20_000, true, 100_000);
    expect(path.backlog(100_000)).toBeCloseTo(40_000);
    expect(path.backlog(110_000)).toBeCloseTo(30_000);
    path.arrived(2, 100_000 + 20_000 + roundTrip);
    expect(path.backlog(130_000)).toBeCloseTo(10_000);
    expect(path.backlog(145_000)).toBe(0);
  });

  it("takes a path for slower when what was asked for is overdue, and for as fast as before when it comes", () => {
    const path = known();
    path.sent(20_000, true, 100_000);
    path.sent(20_000, false, 100_000);
    expect(path.overdue(130_000)).toBe(false);
    expect(path.capacity(130_000)).toBeCloseTo(1);
    expect(path.overdue(300_000)).toBe(true);
    // 20,000 bytes have not been through in what is nearly 200,000 microseconds.
    expect(path.capacity(300_000)).toBeCloseTo(20_000 / 190_000);
    // So those behind them take as long again.
    expect(path.backlog(300_000)).toBeGreaterThan(150_000);
    // More patience: a lost packet may be all that it is.
    expect(path.capacity(300_000, { roundTrips: 3, microseconds: 200_000 })).toBeCloseTo(1);
  });

  it("does not wait for what it has not asked for", () => {
    const path = known();
    path.sent(20_000, false, 100_000);
    expect(path.overdue(10_000_000)).toBe(false);
  });

  it.each([
    ["at once", [100_000, 100_000, 100_000], 130_000],
    ["one by one", [100_000, 105_000, 115_000], 130_000],
    ["with pauses between them", [100_000, 200_000, 300_000], 310_000],
  ])("gets the same capacity from one receipt for frames that left %s", (_, times, through) => {
    const path = known();
    for (const at of times) path.sent(10_000, at === times.at(-1), at);
    path.arrived(4, through + roundTrip);
    expect(path.capacity(through + roundTrip)).toBeCloseTo(1);
  });

  it("takes a pong as evidence that all before the ping has come, and nothing after it", () => {
    const path = known();
    path.sent(20_000, true, 100_000);
    path.pinged(100_000);
    path.ponged(100_000, 500_000);
    expect(path.backlog(500_000)).toBe(0);
    expect(path.overdue(2_000_000)).toBe(false);
    // It does not say when they came, so it is no sample.
    expect(path.capacity(500_000)).toBeCloseTo(1);
    path.pinged(1_000_000);
    path.sent(20_000, true, 1_000_000);
    path.ponged(1_000_000, 1_010_000);
    expect(path.backlog(1_010_000)).toBeCloseTo(10_000);
    expect(path.overdue(2_000_000)).toBe(true);
    // A receipt for what a pong has told of already says nothing new.
    path.arrived(2, 2_000_000);
    expect(path.overdue(2_000_000)).toBe(true);
  });
});
