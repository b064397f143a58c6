import { describe, expect, it } from "vitest";
import { ClockSync } from "./clock-sync.ts";

/** A ping at `sent` that took `there` and `back` microseconds, to a peer whose clock is `ahead` of ours. */
function exchange({ sent, there, back, ahead }: { sent: number; there: number; back: number; ahead: number }) {
  const answered = sent + there + ahead;
  return { pong: { pingSent: sent, received: answered, sent: answered }, at: sent + there + back };
}

describe("clock sync", () => {
  it("knows the shortest way back, and with it when an answer of the peer would be here at the earliest", () => {
    const clock = new ClockSync();
    const ahead = 3_600_000_000;
    const add = (sent: number, there: number, back: number): number | undefined => {
      const { pong, at } = exchange({ sent, there, back, ahead });
      clock.add(pong, at);
      return clock.earliest(pong.received);
    };
    expect(clock.earliest(1)).toBeUndefined();
    expect(add(1_000_000, 500, 700)).toBe(1_001_200);
    // Behind the peer's own frames an answer takes longer back; that is no part of our path.
    expect(add(2_000_000, 400, 9_000)).toBe(2_001_100);
    expect(add(3_000_000, 400, 300)).toBe(3_000_700);
    expect(clock.roundTrip).toBe(700);
    expect(clock.offset).toBe(ahead + 50);
    expect(clock.uncertainty).toBe(350);
  });
});
