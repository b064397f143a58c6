import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import type { StatsEvent } from "./events.ts";
import { stageTable } from "./latency-table.ts";

const of = (p50: number, p95: number, max: number) => ({ p50, p95, max });
const flow = { frames: 900, bytes: 45_000_000, dropped: 7, fps: 30, bitrate: 8_000_000, level: 0 };

/** A peer whose link is slow, and a browser here that is quick. */
const stats: StatsEvent = {
  event: "stats",
  id: "12345678",
  received: {
    ...flow,
    stages: {
      encoded: of(3.1, 4.2, 5),
      queued: of(0, 0.1, 0.4),
      sent: of(8, 41.3, 60),
      received: of(20, 22, 33),
      taken: of(0.1, 0.2, 0.9),
      shown: of(0.4, 0.6, 120),
    },
  },
  sent: { ...flow, stages: { queued: of(0.2, 0.3, 1), sent: of(0, 0.1, 2) } },
  rttMs: 40,
  ageMs: of(31, 66, 90),
  capacity: 8_123_456,
  inFlight: 30_100,
  window: 120_000,
  clockOffsetMs: -3.25,
  clockUncertaintyMs: 20,
  watched: true,
  watching: true,
};

function table(stats: StatsEvent, columns?: number): readonly string[] {
  return stageTable(stats, columns).map((line) => stripVTControlCharacters(line));
}

describe("the table of a peer", () => {
  it("has the stages by side, the age among them, and marks the slowest of each direction", () => {
    expect(table(stats)).toEqual([
      "  ms, last 5 s                 p50     p95     max",
      "  in   there    encoded        3.1     4.2     5.0  █",
      "                queued         0.0     0.1     0.4",
      "                sent           8.0    41.3    60.0  ██████████ ◀ slowest: waits for room on the way",
      "       network  received      20.0    22.0    33.0  █████",
      "                = age         31.0    66.0    90.0",
      "       here     taken          0.1     0.2     0.9",
      "                shown          0.4     0.6   120.0",
      "  out  here     queued         0.2     0.3     1.0  ██████████ ◀ slowest: waits for the connection",
      "                sent           0.0     0.1     2.0  ███",
      "  way out 8.1 Mbit/s, 30 of 120 KB on it · clocks apart -3.3 ± 20.0 ms",
    ]);
  });

  it("says that nobody looks, that there are no pictures yet, and what is not known", () => {
    const nothing = { ...flow, stages: {} };
    const early = { capacity: null, clockOffsetMs: null, ageMs: null, sent: nothing };
    expect(table({ ...stats, ...early, watching: false }).slice(1)).toEqual([
      "  in   nobody looks here",
      "  out  no pictures yet",
      "  way out not known yet, 30 of 120 KB on it · clocks apart not known yet",
    ]);
    expect(table({ ...stats, watched: false })).toContain("  out  nobody looks there");
    expect(table({ ...stats, ageMs: null }).join()).not.toContain("= age");
  });

  it("is never wider than the terminal", () => {
    for (let columns = 0; columns <= 120; columns++) {
      for (const line of table(stats, columns)) expect(line.length).toBeLessThanOrEqual(columns);
    }
    expect(table(stats, 80)[3]).toMatch(/60\.0 {2}█{10} ◀ slowest$/);
  });
});
