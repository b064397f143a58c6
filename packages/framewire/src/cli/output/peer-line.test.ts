import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import type { StatsEvent } from "./events.ts";
import { peerLine } from "./peer-line.ts";

const best = { level: 0, qualityLimitationReason: "none", stages: {} } as const;
const stats: StatsEvent = {
  event: "stats",
  id: "12345678",
  sent: { ...best, frames: 900, bytes: 45_000_000, dropped: 7, fps: 29.94, bitrate: 11_540_000 },
  received: { ...best, frames: 300, bytes: 9_000_000, dropped: 3, fps: 9.94, bitrate: 2_000_000 },
  rttMs: 0.53,
  ageMs: { p50: 9.6, p95: 103.2, max: 110 },
  bandwidth: null,
  inFlight: 0,
  congestionWindow: 0,
  clockOffsetMs: null,
  clockUncertaintyMs: null,
  remoteDemand: true,
  localDemand: true,
};

/** The largest numbers that occur in practice. */
const large: StatsEvent = {
  ...stats,
  sent: { ...stats.sent, dropped: 123_456, fps: 239.9, bitrate: 987_600_000, level: 11 },
  received: { ...stats.received, dropped: 123_456, fps: 239.9, bitrate: 987_600_000, level: 11 },
  rttMs: 1234,
  ageMs: { p50: 12_345, p95: 23_456, max: 23_456 },
};

function line(name: string, of: StatsEvent, columns?: number): string {
  return stripVTControlCharacters(peerLine(name, of, columns));
}

describe("a peer's line", () => {
  it("contains every part on a wide terminal", () => {
    expect(line("Attic", stats)).toBe(
      "Attic            │ in 9.9 fps  2.0 Mbit/s │ out  30 fps 11.5 Mbit/s │ age p50/p95 9.6/103 ms │ rtt 0.5 ms │ dropped 3 in, 7 out",
    );
  });

  it("is shorter in 100 columns, and has no bit rates in 80", () => {
    expect(line("Attic", stats, 100)).toBe(
      "Attic      │ in/out 9.9/30 fps  │ 2.0/11.5 Mbit/s  │ age 9.6/103 ms │ rtt 0.5 ms │ dropped 3/7",
    );
    expect(line("Attic", stats, 80)).toBe(
      "Attic      │ in/out 9.9/30 fps  │ age 9.6/103 ms │ rtt 0.5 ms │ dropped 3/7",
    );
  });

  it("is never longer than the terminal is wide", () => {
    const alone = { localDemand: false, remoteDemand: false };
    for (const of of [stats, large, { ...large, remoteDemand: false }, { ...large, ...alone }]) {
      for (let columns = 0; columns <= 200; columns++) {
        expect(line("A name that is rather long", of, columns).length).toBeLessThanOrEqual(columns);
      }
    }
    expect(line("A name that is rather long", large, 40)).toMatch(/^A name th… │ in\/out 240\/240 fps/);
  });

  it("shows a dash for unknown values", () => {
    expect(line("Attic", { ...stats, rttMs: null, ageMs: null }, 100)).toMatch(/│ age – +│ rtt – +│ dropped 3\/7$/);
  });

  it("names the level of a direction below the best", () => {
    const lower = { ...stats, sent: { ...stats.sent, level: 3 } };
    expect(line("Attic", lower)).toContain("│ in 9.9 fps  2.0 Mbit/s │ out  30 fps 11.5 Mbit/s level 3 │ age");
    expect(line("Attic", lower, 100)).toContain("│ in/out 9.9/30 fps  │ level 0/3 │");
  });

  it("names a late camera and a slow encoder, and no level for them", () => {
    const late = { ...stats, received: { ...stats.received, qualityLimitationReason: "other" } } as const;
    expect(line("Attic", late)).toContain("│ in 9.9 fps  2.0 Mbit/s camera late │ out");
    expect(line("Attic", late, 80)).toContain("│ in camera late │ age");
    const slow = { ...stats, sent: { ...stats.sent, qualityLimitationReason: "cpu" } } as const;
    expect(line("Attic", slow)).toContain("│ out  30 fps 11.5 Mbit/s encoder slow │ age");
    expect(line("Attic", slow, 100)).toContain("│ out encoder slow │");
    const narrow = { ...slow, sent: { ...slow.sent, level: 3, qualityLimitationReason: "bandwidth" } } as const;
    expect(line("Attic", narrow, 100)).not.toContain("slow");
  });

  it("states on which side there is no viewer", () => {
    expect(line("Attic", { ...stats, localDemand: false })).toContain(
      "Attic            │ no viewer here │ out  30 fps",
    );
    expect(line("Attic", { ...stats, remoteDemand: false })).toContain("Mbit/s │ no viewer there │ age");
    expect(line("Attic", { ...stats, localDemand: false }, 80)).toContain("Attic      │ no viewer here, out 30 fps │");
    expect(line("Attic", { ...stats, remoteDemand: false }, 80)).toContain(
      "Attic      │ in 9.9 fps, no viewer there │",
    );
    expect(line("Attic", { ...stats, localDemand: false, remoteDemand: false }, 80)).toContain(
      "Attic      │ no viewers │",
    );
  });
});
