import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import type { StatsEvent } from "./events.ts";
import { peerLine } from "./peer-line.ts";

const stats: StatsEvent = {
  event: "stats",
  id: "12345678",
  sent: { frames: 900, bytes: 45_000_000, dropped: 7, fps: 29.94, bitrate: 11_540_000 },
  received: { frames: 300, bytes: 9_000_000, dropped: 3, fps: 9.94, bitrate: 2_000_000 },
  rttMs: 0.53,
  ageMs: { p50: 9.6, p95: 103.2 },
};

/** The largest numbers that are likely to be seen. */
const large: StatsEvent = {
  ...stats,
  sent: { ...stats.sent, dropped: 123_456, fps: 239.9, bitrate: 987_600_000 },
  received: { ...stats.received, dropped: 123_456, fps: 239.9, bitrate: 987_600_000 },
  rttMs: 1234,
  ageMs: { p50: 12_345, p95: 23_456 },
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
    for (const of of [stats, large]) {
      for (let columns = 0; columns <= 200; columns++) {
        expect(line("A name that is rather long", of, columns).length).toBeLessThanOrEqual(columns);
      }
    }
    expect(line("A name that is rather long", large, 40)).toMatch(/^A name th… │ in\/out 240\/240 fps/);
  });

  it("has a dash for what is not known yet", () => {
    expect(line("Attic", { ...stats, rttMs: null, ageMs: null }, 100)).toMatch(/│ age – +│ rtt – +│ dropped 3\/7$/);
  });
});
