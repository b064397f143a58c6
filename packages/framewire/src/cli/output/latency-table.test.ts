import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import type { StatsEvent } from "./events.ts";
import { latencyTable } from "./latency-table.ts";

const of = (p50: number, p95: number, max: number) => ({ p50, p95, max });
const none = { qualityLimitationReason: "none" } as const;
const direction = { frames: 900, bytes: 45_000_000, dropped: 7, fps: 30, bitrate: 8_000_000, level: 0, ...none };

/** A peer on a slow link, and a fast browser on this side. */
const stats: StatsEvent = {
  event: "stats",
  id: "12345678",
  received: {
    ...direction,
    stages: {
      encoded: of(3.1, 4.2, 5),
      queued: of(0, 0.1, 0.4),
      sent: of(8, 41.3, 60),
      received: of(20, 22, 33),
      consumed: of(0.1, 0.2, 0.9),
      shown: of(0.4, 0.6, 120),
    },
  },
  sent: { ...direction, stages: { queued: of(0.2, 0.3, 1), sent: of(0, 0.1, 2) } },
  rttMs: 40,
  ageMs: of(31, 66, 90),
  bandwidth: 8_123_456,
  inFlight: 30_100,
  congestionWindow: 120_000,
  clockOffsetMs: -3.25,
  clockUncertaintyMs: 20,
  remoteDemand: true,
  localDemand: true,
};

function table(stats: StatsEvent, columns?: number): readonly string[] {
  return latencyTable(stats, columns).map((line) => stripVTControlCharacters(line));
}

describe("the latency table of a peer", () => {
  it("lists the stages by side, with the age between them, and marks the slowest of each direction", () => {
    expect(table(stats)).toEqual([
      "  ms, last 5 s                 p50     p95     max",
      "  in   remote   encoded        3.1     4.2     5.0  █",
      "                queued         0.0     0.1     0.4",
      "                sent           8.0    41.3    60.0  ██████████ ◀ slowest: waiting for the congestion window",
      "       network  received      20.0    22.0    33.0  █████",
      "                = age         31.0    66.0    90.0",
      "       local    consumed       0.1     0.2     0.9",
      "                shown          0.4     0.6   120.0",
      "  out  local    queued         0.2     0.3     1.0  ██████████ ◀ slowest: waiting for the connection",
      "                sent           0.0     0.1     2.0  ███",
      "  bandwidth 8.1 Mbit/s, 30/120 KB in flight · clock offset -3.3 ± 20.0 ms",
    ]);
  });

  it("names a late camera, for passthrough too", () => {
    const stages = { acquired: of(800, 810, 820), sent: of(0, 0.1, 1) };
    const lines = table({ ...stats, received: { ...direction, stages }, sent: { ...direction, stages } });
    expect(lines.filter((line) => line.includes("slowest"))).toEqual([
      "  in   remote   acquired     800.0   810.0   820.0  ██████████ ◀ slowest: waiting for the camera",
      "  out  local    acquired     800.0   810.0   820.0  ██████████ ◀ slowest: waiting for the camera",
    ]);
  });

  it("states that there is no viewer, that there are no frames yet, and what is unknown", () => {
    const nothing = { ...direction, stages: {} };
    const early = { bandwidth: null, clockOffsetMs: null, ageMs: null, sent: nothing };
    expect(table({ ...stats, ...early, localDemand: false }).slice(1)).toEqual([
      "  in   no viewer here",
      "  out  no frames yet",
      "  bandwidth unknown, 30/120 KB in flight · clock offset unknown",
    ]);
    expect(table({ ...stats, remoteDemand: false })).toContain("  out  no viewer there");
    expect(table({ ...stats, ageMs: null }).join()).not.toContain("= age");
  });

  it("is never wider than the terminal", () => {
    for (let columns = 0; columns <= 120; columns++) {
      for (const line of table(stats, columns)) expect(line.length).toBeLessThanOrEqual(columns);
    }
    expect(table(stats, 80)[3]).toMatch(/60\.0 {2}█{10} ◀ slowest$/);
  });
});
