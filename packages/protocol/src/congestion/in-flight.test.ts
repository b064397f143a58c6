import { describe, expect, it } from "vitest";
import { InFlight } from "./in-flight.ts";

const frame = (bytes: number, level: number, ackRequested: boolean, sentAt: number) => ({
  bytes,
  level,
  ackRequested,
  sentAt,
});

describe("frames in flight", () => {
  it("are numbered from 1, delivered and then acked", () => {
    const inFlight = new InFlight();
    expect([inFlight.sent, inFlight.delivered, inFlight.acked, inFlight.bytes]).toEqual([0, 0, 0, 0]);
    const [first, second] = [frame(1_000, 2, false, 10), frame(500, 0, true, 20)];
    inFlight.add(first);
    inFlight.add(second);
    expect([inFlight.sent, inFlight.bytes]).toEqual([2, 1_500]);
    expect([inFlight.record(1), inFlight.record(2)]).toEqual([first, second]);
    inFlight.deliver(2);
    expect([inFlight.delivered, inFlight.acked, inFlight.bytes]).toEqual([2, 0, 1_500]);
    inFlight.ack(1);
    expect([inFlight.delivered, inFlight.acked, inFlight.bytes]).toEqual([2, 1, 500]);
    // A late report takes nothing back.
    inFlight.ack(0);
    inFlight.deliver(1);
    expect([inFlight.delivered, inFlight.acked]).toEqual([2, 1]);
  });

  it("say which of them request an ack, and how many bytes follow the last of those", () => {
    const inFlight = new InFlight();
    expect([inFlight.lastAckRequest, inFlight.nextAckRequest(1)]).toEqual([0, undefined]);
    for (const [index, ackRequested] of [false, true, false, true, false, false].entries()) {
      inFlight.add(frame(100 * (index + 1), 0, ackRequested, index));
    }
    expect([1, 2, 3, 5].map((number) => inFlight.nextAckRequest(number))).toEqual([2, 2, 4, undefined]);
    expect([inFlight.lastAckRequest, inFlight.bytesSinceAckRequest]).toEqual([4, 1_100]);
  });

  it("are 128 at most, and the latest 128 are remembered", () => {
    const inFlight = new InFlight();
    for (let number = 1; number <= 1_000; number++) {
      expect(inFlight.full).toBe(false);
      inFlight.add(frame(number, number % 12, number % 3 === 0, number * 10));
      if (number > 127) inFlight.ack(number - 127);
    }
    for (let number = 873; number <= 1_000; number++) {
      expect(inFlight.record(number)).toEqual(frame(number, number % 12, number % 3 === 0, number * 10));
    }
    expect(inFlight.bytes).toBe((127 * (874 + 1_000)) / 2);
    inFlight.add(frame(1, 0, false, 10_010));
    expect(inFlight.full).toBe(true);
    inFlight.ack(900);
    expect(inFlight.full).toBe(false);
  });

  it("have no record before they are sent", () => {
    expect(() => new InFlight().record(1)).toThrow("Frame 1 was not sent.");
  });
});
