import type { FrameTimes } from "@framewire/media";
import { describe, expect, it } from "vitest";
import { picture } from "../../testing/frames.ts";
import { InFlight, timeStages } from "./in-flight.ts";

const frame = (bytes: number, level = 0, age = 0) => ({ bytes, level, age });

describe("flights", () => {
  it("number the frames from 1, and tell of each until it is taken", () => {
    const flights = new InFlight();
    expect([flights.sent, flights.come, flights.taken, flights.bytes]).toEqual([0, 0, 0, 0]);
    flights.add(frame(1_000, 2), false, 10);
    flights.add(frame(500, 0), true, 20);
    expect([flights.sent, flights.bytes]).toEqual([2, 1_500]);
    expect([flights.bytesOf(1), flights.levelOf(1), flights.asked(1), flights.sentAt(1)]).toEqual([
      1_000,
      2,
      false,
      10,
    ]);
    expect([flights.bytesOf(2), flights.levelOf(2), flights.asked(2), flights.sentAt(2)]).toEqual([500, 0, true, 20]);
    expect([flights.nextAsked(1), flights.nextAsked(3)]).toEqual([2, undefined]);
    flights.arrive(2);
    expect([flights.come, flights.taken, flights.bytes]).toEqual([2, 0, 1_500]);
    flights.take(1);
    expect([flights.come, flights.taken, flights.bytes]).toEqual([2, 1, 500]);
    // What is told late takes nothing back.
    flights.take(0);
    flights.arrive(1);
    expect([flights.come, flights.taken]).toEqual([2, 1]);
  });

  it("are 128 at the most, of which not all ask for no receipt", () => {
    const flights = new InFlight();
    flights.grant({ bytes: 1e9, until: 1e9, every: 1e9 });
    for (let number = 1; number <= 1_000; number++) {
      expect(flights.full).toBe(false);
      expect(flights.pass(frame(number, number % 12), number * 10)).toBe(number % 65 === 1);
      if (number > 127) flights.take(number - 127);
    }
    for (let number = flights.taken + 1; number <= 1_000; number++) {
      expect(flights.bytesOf(number)).toBe(number);
      expect(flights.levelOf(number)).toBe(number % 12);
      expect(flights.asked(number)).toBe(number % 65 === 1);
      expect(flights.sentAt(number)).toBe(number * 10);
    }
    expect(flights.bytes).toBe((127 * (874 + 1_000)) / 2);
    flights.add(frame(1, 0), false, 10_010);
    expect(flights.full).toBe(true);
    expect(flights.pass(frame(1, 0), 10_020)).toBeUndefined();
    flights.take(900);
    expect(flights.full).toBe(false);
    expect(flights.pass(frame(1, 0), 10_030)).toBe(false);
  });

  it("of many peers lie side by side, and none is in another's way", () => {
    const peers = Array.from({ length: 200 }, () => new InFlight());
    peers.forEach((flights, which) => {
      for (let number = 1; number <= 128; number++)
        flights.add(frame(which, which % 12), which % 2 === 0, which + number);
    });
    peers.forEach((flights, which) => {
      expect([flights.sent, flights.bytes, flights.taken]).toEqual([128, 128 * which, 0]);
      for (const number of [1, 64, 128]) {
        expect([flights.bytesOf(number), flights.levelOf(number), flights.sentAt(number)]).toEqual([
          which,
          which % 12,
          which + number,
        ]);
        expect(flights.asked(number)).toBe(which % 2 === 0);
      }
    });
    expect(new Set(peers.map(({ place }) => place.array)).size).toBeLessThanOrEqual(200 / 64 + 2);
  });

  it("lie side by side for peers who get the same frames, whenever each came", () => {
    const early = new InFlight();
    let late = new InFlight();
    while (late.place.array !== early.place.array) late = new InFlight();
    const where = (flights: InFlight, at: number) => {
      flights.add(frame(1), false, at);
      return flights.place.array.indexOf(at);
    };
    for (let number = 1; number <= 300; number++) early.add(frame(1), false, number * 10_000);
    for (let number = 301; number <= 600; number++) {
      const apart = Math.abs(where(early, number * 10_000) - where(late, number * 10_000 + 1));
      expect(apart).toBe(8 * Math.abs(late.place.index - early.place.index));
    }
  });

  it("let nothing leave on credit that was not granted, or beyond its bytes, or after its time", () => {
    const flights = new InFlight();
    expect(flights.pass(frame(1, 0), 0)).toBeUndefined();
    expect(flights.creditAt(0)).toBe(0);
    flights.grant({ bytes: 3_000, until: 1_000, every: 0 });
    expect(flights.pass(frame(1_000, 0), 100)).toBe(true);
    expect(flights.pass(frame(2_001, 0), 100)).toBeUndefined();
    expect(flights.pass(frame(1_000, 0), 1_000)).toBeUndefined();
    expect(flights.pass(frame(1_000, 0), 999)).toBe(true);
    expect(flights.pass(frame(1_000, 0), 999)).toBeUndefined();
    expect([flights.sent, flights.bytes]).toEqual([2, 2_000]);
    flights.take(2);
    flights.grant({ bytes: 0, until: 5_000, every: 0 });
    expect(flights.pass(frame(1_000, 0), 2_000)).toBeUndefined();
  });

  it("ask for a receipt with the first of each interval of the clock, whoever the peer", () => {
    const [one, other] = [new InFlight(), new InFlight()];
    for (const flights of [one, other]) flights.grant({ bytes: 1e6, until: 1e6, every: 300 });
    other.pass(frame(1, 0), 290);
    const asks = [310, 340, 590, 601, 899, 900].map((at) =>
      [one, other].map((flights) => flights.pass(frame(1, 0), at)),
    );
    expect(asks).toEqual([
      [true, true],
      [false, false],
      [false, false],
      [true, true],
      [false, false],
      [true, true],
    ]);
  });

  it("remember how long the sender's stages took, as far as they are known, of the last five seconds", () => {
    const flights = new InFlight();
    const { array, index } = flights.place;
    expect(flights.stages(0)).toEqual({});
    const leave = (at: number, times: FrameTimes, timestamp: number, readyAt: number) => {
      flights.add(frame(1), false, at);
      timeStages(array, index, { ...picture(1), timestamp, times }, readyAt);
    };
    leave(1_000_000, { encoded: 1 }, 0, 2);
    for (let n = 1; n <= 20; n++) {
      const at = 6_000_000 + n * 33_000;
      leave(at, { encoded: at - 5_000 }, at - 5_000 - n * 1_000, at - 2_000);
    }
    expect(flights.stages(7_000_000)).toEqual({
      encoded: { p50: 10, p95: 19, max: 20 },
      queued: { p50: 3, p95: 3, max: 3 },
      sent: { p50: 2, p95: 2, max: 2 },
    });
    leave(20_000_000, {}, 19_990_000, 19_999_000);
    expect(flights.stages(20_500_000)).toEqual({
      queued: { p50: 9, p95: 9, max: 9 },
      sent: { p50: 1, p95: 1, max: 1 },
    });
  });
});
