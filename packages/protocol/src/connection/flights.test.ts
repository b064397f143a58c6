import { describe, expect, it } from "vitest";
import { Flights } from "./flights.ts";

describe("flights", () => {
  it("number the frames from 1, and tell of each until it is taken", () => {
    const flights = new Flights();
    expect([flights.sent, flights.come, flights.taken, flights.bytes]).toEqual([0, 0, 0, 0]);
    flights.add(1_000, 2, false, 10);
    flights.add(500, 0, true, 20);
    expect([flights.sent, flights.bytes, flights.askedAt]).toEqual([2, 1_500, 20]);
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

  it("keep as many as are in flight, and no more than that", () => {
    const flights = new Flights();
    for (let number = 1; number <= 1_000; number++) {
      flights.add(number, number % 12, number % 3 === 0, number * 10);
      if (number > 100 && number % 2 === 0) flights.take(number - 100);
    }
    for (let number = flights.taken + 1; number <= 1_000; number++) {
      expect(flights.bytesOf(number)).toBe(number);
      expect(flights.levelOf(number)).toBe(number % 12);
      expect(flights.asked(number)).toBe(number % 3 === 0);
      expect(flights.sentAt(number)).toBe(number * 10);
    }
    expect(flights.bytes).toBe((100 * (901 + 1_000)) / 2);
  });

  it("let nothing leave on credit that was not granted, or beyond its bytes, or after its time", () => {
    const flights = new Flights();
    expect(flights.pass(1, 0, 0)).toBeUndefined();
    expect(flights.creditAt(0)).toBe(0);
    flights.grant({ bytes: 3_000, until: 1_000, every: 0 });
    expect(flights.pass(1_000, 0, 100)).toBe(true);
    expect(flights.pass(2_001, 0, 100)).toBeUndefined();
    expect(flights.pass(1_000, 0, 1_000)).toBeUndefined();
    expect(flights.pass(1_000, 0, 999)).toBe(true);
    expect(flights.pass(1_000, 0, 999)).toBeUndefined();
    expect([flights.sent, flights.bytes]).toEqual([2, 2_000]);
    flights.take(2);
    flights.grant({ bytes: 0, until: 5_000, every: 0 });
    expect(flights.pass(1_000, 0, 2_000)).toBeUndefined();
  });

  it("ask for a receipt with the first of each interval of the clock, whoever the peer", () => {
    const [one, other] = [new Flights(), new Flights()];
    for (const flights of [one, other]) flights.grant({ bytes: 1e6, until: 1e6, every: 300 });
    other.pass(1, 0, 290);
    const asks = [310, 340, 590, 601, 899, 900].map((at) => [one, other].map((flights) => flights.pass(1, 0, at)));
    expect(asks).toEqual([
      [true, true],
      [false, false],
      [false, false],
      [true, true],
      [false, false],
      [true, true],
    ]);
  });
});
