import { describe, expect, it } from "vitest";
import { ClockSync } from "./clock-sync.ts";

/** A ping at `sent` that took `there` and `back` microseconds, to a peer whose clock is `ahead` of ours. */
function exchange({ sent, there, back, ahead }: { sent: number; there: number; back: number; ahead: number }) {
  const answered = sent + there + ahead;
  return { pong: { pingSent: sent, received: answered, sent: answered }, at: sent + there + back };
}

describe("ClockSync", () => {
  it("keeps the shortest return delay, and with it the earliest arrival of a packet from the peer", () => {
    const clock = new ClockSync();
    const ahead = 3_600_000_000;
    const add = (sent: number, there: number, back: number): number | undefined => {
      const { pong, at } = exchange({ sent, there, back, ahead });
      clock.add(pong, at);
      return clock.earliestArrival(pong.received);
    };
    expect(clock.earliestArrival(1)).toBeUndefined();
    expect(add(1_000_000, 500, 700)).toBe(1_001_200);
    // Behind the peer's own frames a pong takes longer to return; that delay is not part of our path.
    expect(add(2_000_000, 400, 9_000)).toBe(2_001_100);
    expect(add(3_000_000, 400, 300)).toBe(3_000_700);
    expect(clock.roundTrip).toBe(700);
    expect(clock.offset).toBe(ahead + 50);
    expect(clock.uncertainty).toBe(350);
  });
});
