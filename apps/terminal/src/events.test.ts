import type { ConnectionStats } from "@framewire/protocol";
import { expect, it } from "vitest";
import { closedEvent, statsEvent } from "./events.ts";

const flow = { frames: 10, bytes: 1000, dropped: 1, fps: 29.96789, bitrate: 1234.5 };
const stats: ConnectionStats = {
  sent: flow,
  received: flow,
  inFlight: 1,
  window: 4,
  rttMs: 0.51234,
  clockOffset: 12,
  ageMs: { p50: 10.006, p95: 20 },
};

it("a stats event has what is promised, with two decimals", () => {
  const rounded = { frames: 10, bytes: 1000, dropped: 1, fps: 29.97, bitrate: 1235 };
  expect(statsEvent("12345678", stats)).toEqual({
    event: "stats",
    id: "12345678",
    sent: rounded,
    received: rounded,
    rttMs: 0.51,
    ageMs: { p50: 10.01, p95: 20 },
  });
});

it("what is not known yet is null: JSON has no undefined", () => {
  const { rttMs, ageMs } = statsEvent("12345678", { ...stats, rttMs: undefined, ageMs: undefined });
  expect([rttMs, ageMs]).toEqual([null, null]);
});

it("a closed event has the totals, and no rates", () => {
  const totals = { frames: 10, bytes: 1000, dropped: 1 };
  const info = { by: "lost", code: "lost", message: "It is lost." } as const;
  expect(closedEvent("12345678", info, stats)).toEqual({
    event: "closed",
    id: "12345678",
    ...info,
    sent: totals,
    received: totals,
  });
});
