import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import type { StatsEvent } from "./events.ts";
import { peerLine } from "./peer-line.ts";

const stats: StatsEvent = {
  event: "stats",
  id: "12345678",
  sent: { frames: 900, bytes: 45_000_000, dropped: 7, fps: 29.94, bitrate: 11_540_000, level: 0, stages: {} },
  received: { frames: 300, bytes: 9_000_000, dropped: 3, fps: 9.94, bitrate: 2_000_000, level: 0, stages: {} },
  rttMs: 0.53,
  ageMs: { p50: 9.6, p95: 103.2, max: 110 },
  capacity: null,
  inFlight: 0,
  window: 0,
  clockOffsetMs: null,
  clockUncertaintyMs: null,
  watched: true,
  watching: true,
};

/** The largest numbers that are likely to be seen. */
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
  it("tells all of it where there is room", () => {
    expect(line("Attic", stats)).toBe(
      "Attic            │ in 9.9 fps  2.0 Mbit/s │ out  30 fps 11.5 Mbit/s │ age p50/p95 9.6/103 ms │ rtt 0.5 ms │ dropped 3 in, 7 out",
    );
  });

  it("tells the same shorter in 100 columns, and without the rates in 80", () => {
    expect(line("Attic", stats, 100)).toBe(
      "Attic      │ in/out 9.9/30 fps  │ 2.0/11.5 Mbit/s  │ age 9.6/103 ms │ rtt 0.5 ms │ dropped 3/7",
    );
    expect(line("Attic", stats, 80)).toBe(
      "Attic      │ in/out 9.9/30 fps  │ age 9.6/103 ms │ rtt 0.5 ms │ dropped 3/7",
    );
  });

  it("is never longer than the terminal is wide", () => {
    const alone = { watching: false, watched: false };
    for (const of of [stats, large, { ...large, watched: false }, { ...large, ...alone }]) {
      for (let columns = 0; columns <= 200; columns++) {
        expect(line("A name that is rather long", of, columns).length).toBeLessThanOrEqual(columns);
      }
    }
    expect(line("A name that is rather long", large, 40)).toMatch(/^A name th… │ in\/out 240\/240 fps/);
  });

  it("has a dash for what is not known yet", () => {
    expect(line("Attic", { ...stats, rttMs: null, ageMs: null }, 100)).toMatch(/│ age – +│ rtt – +│ dropped 3\/7$/);
  });

  it("says the level of a direction that is not at its best", () => {
    const lower = { ...stats, sent: { ...stats.sent, level: 3 } };
    expect(line("Attic", lower)).toContain("│ in 9.9 fps  2.0 Mbit/s │ out  30 fps 11.5 Mbit/s level 3 │ age");
    expect(line("Attic", lower, 100)).toContain("│ in/out 9.9/30 fps  │ level 0/3 │");
  });

  it("says that nobody looks, here or there", () => {
    expect(line("Attic", { ...stats, watching: false })).toContain(
      "Attic            │ nobody looks here │ out  30 fps",
    );
    expect(line("Attic", { ...stats, watched: false })).toContain("Mbit/s │ nobody looks there │ age");
    expect(line("Attic", { ...stats, watching: false }, 80)).toContain("Attic      │ nobody looks here, out 30 fps │");
    expect(line("Attic", { ...stats, watched: false }, 80)).toContain("Attic      │ in 9.9 fps, nobody looks there │");
    expect(line("Attic", { ...stats, watching: false, watched: false }, 80)).toContain("Attic      │ nobody looks │");
  });
});
