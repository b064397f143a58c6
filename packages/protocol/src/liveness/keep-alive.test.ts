import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { KeepAlive, pingIntervalMs, pingSpreadMs } from "./keep-alive.ts";

const clock = vi.hoisted(() => ({ microseconds: 0 }));
vi.mock("@framewire/media", async (original) => ({
  ...(await original<typeof import("@framewire/media")>()),
  now: () => clock.microseconds,
}));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  clock.microseconds = 1_000_000;
});

const started: AbortController[] = [];
afterEach(() => {
  for (const controller of started.splice(0)) controller.abort();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Advances the clock and the timers. */
function pass(ms: number): void {
  for (let i = 0; i < ms; i++) {
    clock.microseconds += 1_000;
    vi.advanceTimersByTime(1);
  }
}

function start() {
  const pings: number[] = [];
  const lost: { message: string; at: number }[] = [];
  const controller = new AbortController();
  started.push(controller);
  const keepAlive = new KeepAlive({
    ping: (at) => pings.push(at),
    onLost(message) {
      lost.push({ message, at: clock.microseconds });
      controller.abort();
    },
    signal: controller.signal,
  });
  return { pings, lost, keepAlive, controller };
}

describe("KeepAlive", () => {
  it.each([
    ["2.5 times", 0, pingIntervalMs],
    ["up to 3.3 times", 1, pingIntervalMs - pingSpreadMs],
  ])("pings at once and %s a second, and keeps a peer that answers", (_rate, random, interval) => {
    vi.spyOn(Math, "random").mockReturnValue(random);
    const { pings, lost, keepAlive, controller } = start();
    let answered = 0;
    for (let ms = 0; ms < 60_000; ms += 10) {
      pass(10);
      // Two seconds late: slow, but alive.
      for (const ping of pings.slice(answered)) {
        if (clock.microseconds - ping < 2_000_000) break;
        answered++;
        expect(keepAlive.onPong(ping)).toBe(true);
      }
    }
    expect(pings).toHaveLength(1 + 60_000 / interval);
    expect(lost).toEqual([]);
    controller.abort();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("spreads the pings to peers that fell silent together", () => {
    const peers = Array.from({ length: 64 }, start);
    for (let ms = 0; ms < 4_000; ms += 10) {
      pass(10);
      for (const { pings, keepAlive } of peers) for (const ping of pings) keepAlive.onPong(ping);
    }
    const latest = peers.map(({ pings }) => pings.at(-1) ?? 0);
    const together = Math.max(...latest.map((at) => latest.filter((other) => other === at).length));
    expect(together).toBeLessThan(peers.length / 2);
  });

  it("reports a silent peer as lost after 2.3 to 2.75 s, whenever it fell silent", () => {
    for (let phase = 0; phase < 400; phase += 37) {
      const { pings, lost, keepAlive } = start();
      pass(400 * 3 + phase);
      for (const ping of pings) keepAlive.onPong(ping);
      const silent = clock.microseconds;
      pass(3_000);
      expect(lost).toHaveLength(1);
      expect((lost[0]?.at ?? 0) - silent).toBeGreaterThanOrEqual(2_300_000);
      expect((lost[0]?.at ?? 0) - silent).toBeLessThanOrEqual(2_751_000);
      expect(lost[0]?.message).toBe("The connection is lost. The other side has not answered for 2.3 s.");
      expect(vi.getTimerCount()).toBe(0);
    }
  });

  it("pings a peer with constant activity only every four seconds", () => {
    const { pings, lost, keepAlive } = start();
    pass(100);
    keepAlive.onPong(pings[0] ?? 0);
    for (let ms = 0; ms < 40_000; ms += 200) {
      keepAlive.noteActivity(clock.microseconds - 1_000);
      pass(200);
      for (const ping of pings) keepAlive.onPong(ping);
    }
    // Five initial pings compare the clocks.
    expect(pings.length).toBeGreaterThanOrEqual(14);
    expect(pings.length).toBeLessThanOrEqual(16);
    const silent = clock.microseconds;
    pass(3_000);
    expect(lost).toHaveLength(1);
    expect((lost[0]?.at ?? 0) - silent).toBeLessThanOrEqual(2_900_000);
    expect(lost[0]?.at).toBeGreaterThanOrEqual(silent + 2_300_000);
  });

  it.each([0, 0.25, 0.5, 0.75, 1])(
    "piggybacks a ping that is nearly due on another packet while the peer is active (random: %s)",
    (random) => {
      vi.spyOn(Math, "random").mockReturnValue(random);
      const { pings, keepAlive, controller } = start();
      expect(keepAlive.piggyback(clock.microseconds)).toBe(false);
      for (let answered = 0; answered < 5; answered++) {
        keepAlive.onPong(pings[answered] ?? 0);
        pass(400);
      }
      keepAlive.onPong(pings.at(-1) ?? 0);
      keepAlive.noteActivity(clock.microseconds - 1_000);
      const standalone = pings.length;
      const piggybacked: number[] = [];
      for (let ms = 0; ms < 40_000; ms += 100) {
        pass(100);
        keepAlive.noteActivity(clock.microseconds - 1_000);
        if (ms % 300 !== 0 || !keepAlive.piggyback(clock.microseconds)) continue;
        piggybacked.push(clock.microseconds);
        expect(keepAlive.onPong(clock.microseconds)).toBe(true);
      }
      // No ping needed a packet of its own.
      expect(pings).toHaveLength(standalone);
      expect(piggybacked.length).toBeGreaterThanOrEqual(10);
      pass(1_000);
      expect(keepAlive.piggyback(clock.microseconds)).toBe(false);
      controller.abort();
      expect(keepAlive.piggyback(clock.microseconds)).toBe(false);
    },
  );

  it("does not count time during which this process was suspended", () => {
    const { pings, lost, keepAlive } = start();
    pass(1_000);
    // A ping is in flight, and the process is suspended.
    keepAlive.onPong(pings[0] ?? 0);
    clock.microseconds += 10_000_000;
    pass(401);
    expect(lost).toEqual([]);
    // One of the old pings is answered late: the others do not time out either.
    expect(keepAlive.onPong(pings[1] ?? 0)).toBe(true);
    pass(1_900);
    expect(lost).toEqual([]);
    // A peer that has disconnected is still lost.
    pass(1_000);
    expect(lost).toHaveLength(1);
  });

  it("ignores a pong without a ping", () => {
    const { pings, keepAlive, controller } = start();
    expect(keepAlive.onPong(123)).toBe(false);
    expect(keepAlive.onPong(pings[0] ?? 0)).toBe(true);
    expect(keepAlive.onPong(pings[0] ?? 0)).toBe(false);
    controller.abort();
  });

  it("pings on demand, at limited intervals", () => {
    const { pings, keepAlive, controller } = start();
    pass(100);
    // Eight pings of each second may follow each other closely.
    for (let i = 0; i < 8; i++) {
      keepAlive.pingSoon();
      pass(2);
    }
    expect(pings).toHaveLength(9);
    for (let i = 0; i < 100; i++) keepAlive.pingSoon();
    expect(pings).toHaveLength(9);
    // The next is deferred to 50 ms after the last.
    pass(47);
    expect(pings).toHaveLength(9);
    pass(1);
    expect(pings).toHaveLength(10);
    keepAlive.pingSoon();
    controller.abort();
    expect(vi.getTimerCount()).toBe(0);
    keepAlive.pingSoon();
    expect(vi.getTimerCount()).toBe(0);
  });
});
