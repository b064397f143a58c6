import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type PathOptions, type Run, simulate } from "../../testing/simulated-path.ts";
import { createWindow } from "./window.ts";

const frameBytes = 68_000;
const always = (fps: number) => () => fps;
const endless = always(Number.POSITIVE_INFINITY);

/** No frame left when as many as the window allows were on their way. */
function expectBounded(run: Run): void {
  expect(run.sent.filter(({ limit, inFlight }) => inFlight >= limit)).toEqual([]);
}

/** The lowest and the highest limit between two times, drains left aside. */
function limits(run: Run, fromMs: number, toMs: number): { min: number; max: number } {
  const within = run.limits.filter(({ at, limit }) => at >= fromMs && at < toMs && limit > 0).map(({ limit }) => limit);
  return { min: Math.min(...within), max: Math.max(...within) };
}

describe("the acknowledgement window, on a path in virtual time", () => {
  it("grows to what a long round trip needs: 30 frames a second at 200 ms", () => {
    const run = simulate({ bytesPerSecond: 100e6, roundTripMs: 200, frameBytes, fps: always(30) }, 60_000);
    expect(run.rate(3_000, 60_000)).toBeGreaterThan(29.8);
    expect(run.longestGap(3_000, 60_000)).toBeLessThan(70);
    expect(limits(run, 3_000, 60_000)).toEqual({ min: 8, max: 8 });
    expectBounded(run);
  });

  it("does so on a link that has little to spare", () => {
    const run = simulate({ bytesPerSecond: 2.5e6, roundTripMs: 200, frameBytes, fps: always(30) }, 60_000);
    expect(run.rate(5_000, 60_000)).toBeGreaterThan(29.8);
    expectBounded(run);
  });

  it("stays at 2 on a slow link with a short round trip, and keeps the link busy", () => {
    const run = simulate({ bytesPerSecond: 2e6, roundTripMs: 1, frameBytes, fps: always(73) }, 60_000);
    expect(limits(run, 0, 60_000)).toEqual({ min: 2, max: 2 });
    expect(run.rate(1_000, 60_000)).toBeGreaterThan(0.98 * (2e6 / frameBytes));
    expect(Math.max(...run.arrived.map(({ age }) => age))).toBeLessThan(100);
    expectBounded(run);
  });

  it("carries nearly all that the link does, for a source without end and a long round trip", () => {
    const run = simulate({ bytesPerSecond: 2e6, roundTripMs: 200, frameBytes, fps: endless }, 60_000);
    expect(run.rate(5_000, 60_000)).toBeGreaterThan(0.95 * (2e6 / frameBytes));
    expectBounded(run);
  });

  it.each([
    ["2 MB/s, 20 ms", { bytesPerSecond: 2e6, roundTripMs: 20, fps: endless }],
    ["2 MB/s, 200 ms", { bytesPerSecond: 2e6, roundTripMs: 200, fps: endless }],
    ["200 KB/s, 1 ms", { bytesPerSecond: 2e5, roundTripMs: 1, fps: always(30) }],
    ["8 MB/s, 60 ms", { bytesPerSecond: 8e6, roundTripMs: 60, fps: endless }],
  ] satisfies [string, Omit<PathOptions, "frameBytes">][])(
    "saturated for minutes, it does not take its own queue for the path: %s",
    (_, path) => {
      const run = simulate({ ...path, frameBytes }, 180_000);
      const early = limits(run, 8_000, 10_000);
      const late = limits(run, 100_000, 180_000);
      expect(late.max).toBeLessThanOrEqual(early.max + 1);
      const held = 1 + Math.ceil((path.bytesPerSecond / frameBytes) * (path.roundTripMs / 1000));
      expect(late.max).toBeLessThanOrEqual(held + 1);
      expectBounded(run);
    },
  );

  it("drains for a clean round trip when that has grown, and takes it", () => {
    const roundTripMs = (at: number): number => (at < 20_000 ? 50 : 150);
    const run = simulate({ bytesPerSecond: 10e6, roundTripMs, frameBytes, fps: always(30) }, 80_000);
    expect(run.limits.some(({ at, limit }) => at > 20_000 && limit === 0)).toBe(true);
    expect(run.rate(35_000, 80_000)).toBeGreaterThan(29.8);
    expect(run.longestGap(22_000, 80_000)).toBeLessThan(500);
    expectBounded(run);
  });

  it("does not stop for drains while the round trip only trembles", () => {
    const roundTripMs = (at: number): number => 40 + 20 * Math.abs(Math.sin(at * 7.3));
    const run = simulate({ bytesPerSecond: 10e6, roundTripMs, frameBytes, fps: always(30) }, 60_000);
    expect(run.limits.filter(({ limit }) => limit === 0)).toEqual([]);
    expect(run.rate(2_000, 60_000)).toBeGreaterThan(29.5);
  });

  it("has its size back at once after a pause of the source", () => {
    const fps = (at: number): number => (at % 6_000 < 3_000 ? 30 : 0);
    const run = simulate({ bytesPerSecond: 100e6, roundTripMs: 200, frameBytes, fps }, 30_000);
    expect(run.rate(24_000, 27_100)).toBeGreaterThan(28);
  });

  it("sends a reader that stops no more than it holds, and goes on when that comes back", () => {
    const takes = (at: number): number => (at > 5_000 && at < 65_000 ? 0 : Number.POSITIVE_INFINITY);
    const run = simulate({ bytesPerSecond: 10e6, roundTripMs: 20, frameBytes, fps: always(30), takes }, 70_000);
    const meanwhile = run.sent.filter(({ at }) => at > 5_000 && at < 65_000);
    expect(meanwhile.length).toBeLessThanOrEqual(limits(run, 4_000, 5_000).max);
    expect(run.rate(66_000, 70_000)).toBeGreaterThan(29);
    expectBounded(run);
  });

  it("keeps its promises on any path", () => {
    const path = fc.record({
      bytesPerSecond: fc.integer({ min: 100_000, max: 200_000_000 }),
      roundTripMs: fc.integer({ min: 1, max: 400 }),
      frameBytes: fc.integer({ min: 1_000, max: 500_000 }),
      fps: fc.constantFrom(5, 30, 60, 120),
      takes: fc.constantFrom(3, 30, Number.POSITIVE_INFINITY),
      window: fc.record({ min: fc.integer({ min: 1, max: 3 }), max: fc.integer({ min: 3, max: 40 }) }),
    });
    fc.assert(
      fc.property(path, ({ fps, takes, ...rest }) => {
        const run = simulate({ ...rest, fps: always(fps), takes: always(takes) }, 15_000);
        expectBounded(run);
        for (const { limit } of run.limits) expect(limit).toBeLessThanOrEqual(rest.window.max);
        // It never starves: within two seconds, or the time that some frames take, there is another.
        const slowest = 4 * (rest.roundTripMs + (3000 * rest.frameBytes) / rest.bytesPerSecond + 1000 / fps);
        expect(run.longestGap(0, 15_000)).toBeLessThan(Math.max(slowest, 2_000));
      }),
      { numRuns: 60 },
    );
  });
});

describe("the acknowledgement window", () => {
  it("refuses a receipt ahead of what was sent", () => {
    const window = createWindow();
    window.sent(1);
    expect(() => window.acknowledged(2, 2)).toThrow(RangeError);
    window.acknowledged(1, 3);
    expect(window.inFlight).toBe(0);
  });

  it("ignores a receipt for what is acknowledged already", () => {
    const window = createWindow();
    for (let at = 1; at <= 2; at++) window.sent(at);
    window.acknowledged(2, 3);
    window.acknowledged(1, 4);
    expect(window.inFlight).toBe(0);
  });

  it("ends a drain only with a round trip that began when nothing was in flight", () => {
    const window = createWindow();
    const second = 1_000_000;
    window.roundTrip(1_000, second);
    let sent = 0;
    function fill(at: number): void {
      for (; window.open; sent++) window.sent(at);
    }
    // A queue of our own on all round trips, until the clean one is forgotten.
    for (let at = 2 * second; window.limit > 0; at += second) {
      expect(at).toBeLessThan(13 * second);
      fill(at);
      window.roundTrip(100_000, at + 100_000);
      if (window.limit > 0) window.acknowledged(sent, at + 200_000);
    }
    expect(window.inFlight).toBe(2);
    window.acknowledged(sent, 14 * second);
    expect(window.limit).toBe(0);
    window.roundTrip(80_000, 14 * second + 10_000);
    expect(window.limit).toBe(0);
    window.roundTrip(1_000, 14 * second + 20_000);
    expect(window.limit).toBe(2);
    expect(window.open).toBe(true);
  });

  it("allows at least one frame, whatever its bounds", () => {
    for (const bounds of [{ min: 0, max: 0 }, { max: 1 }, { min: 5, max: 1 }, { min: -3, max: -3 }]) {
      const window = createWindow(bounds);
      expect(window.open).toBe(true);
      window.sent(1);
      window.acknowledged(1, 2);
      window.roundTrip(1, 3);
      expect(window.open).toBe(true);
    }
  });

  it("counts what is in flight under any order of events, and is open exactly below its limit", () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("sent" as const) }),
      fc.record({ kind: fc.constant("acknowledged" as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.record({ kind: fc.constant("roundTrip" as const), microseconds: fc.integer({ min: 0, max: 10_000_000 }) }),
      fc.record({ kind: fc.constant("wait" as const), microseconds: fc.integer({ min: 1, max: 20_000_000 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const window = createWindow({ min: 1, max: 16 });
        let at = 1;
        let sent = 0;
        let acknowledged = 0;
        let asked = 0;
        for (const action of steps) {
          at += 100;
          if (action.kind === "wait") at += action.microseconds;
          if (action.kind === "roundTrip") window.roundTrip(action.microseconds, at);
          if (action.kind === "sent" && window.open) {
            sent++;
            if (window.sent(at)) asked = sent;
          }
          if (action.kind === "acknowledged") {
            acknowledged += Math.round(action.share * (sent - acknowledged));
            window.acknowledged(acknowledged, at);
          }
          expect(window.inFlight).toBe(sent - acknowledged);
          expect(window.limit).toBeGreaterThanOrEqual(0);
          expect(window.limit).toBeLessThanOrEqual(16);
          expect(window.open).toBe(window.inFlight < window.limit);
          // Whoever is shut out has asked for the receipt that will let it in, or says that it wants a ping.
          if (!window.open && asked <= acknowledged) expect(window.wantsPing).toBe(true);
        }
      }),
    );
  });
});
