import { describe, expect, it, vi } from "vitest";
import { now } from "./clock.ts";

describe("now", () => {
  it("returns whole microseconds that never decrease", () => {
    let last = now();
    for (let i = 0; i < 100_000; i++) {
      const time = now();
      if (!Number.isSafeInteger(time) || time < last) throw new Error(`${time} came after ${last}.`);
      last = time;
    }
  });

  it("advances by a million per second", async () => {
    const [start, mark] = [now(), performance.now()];
    await new Promise((resolve) => setTimeout(resolve, 20));
    const [elapsed, expected] = [(now() - start) / 1000, performance.now() - mark];
    expect(Math.abs(elapsed - expected)).toBeLessThan(5);
  });

  it("is close to the date, and ignores changes of the wall clock", () => {
    expect(Math.abs(now() / 1000 - Date.now())).toBeLessThan(60_000);
    vi.useFakeTimers({ toFake: ["Date"], now: 0 });
    try {
      expect(now()).toBeGreaterThan(1_700_000_000_000_000);
    } finally {
      vi.useRealTimers();
    }
  });
});
