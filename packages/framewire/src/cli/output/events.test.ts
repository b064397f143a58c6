import type { ConnectionStats } from "@framewire/protocol";
import { expect, it } from "vitest";
import { closedEvent, statsEvent } from "./events.ts";

const flow = {
  frames: 10,
  bytes: 1000,
  dropped: 1,
  fps: 29.96789,
  bitrate: 1234.5,
  level: 2,
  stages: { sent: { p50: 1.0049, p95: 2, max: 3.13999 } },
};
const stats: ConnectionStats = {
  sent: { ...flow, acked: 8 },
  received: flow,
  inFlight: 70_000,
  congestionWindow: 140_000,
  bandwidth: 22_000_000.4,
  remoteDemand: true,
  rttMs: 0.51234,
  clockOffsetUs: -1_234_567,
  clockUncertaintyUs: 251,
  ageMs: { p50: 10.006, p95: 20, max: 31.999 },
};

it("a stats event has what is promised, with two decimals, and the counts of all connections", () => {
  const sum = { frames: 110, bytes: 11_000, dropped: 3 };
  const rounded = {
    ...sum,
    fps: 29.97,
    bitrate: 1235,
    level: 2,
    stages: { sent: { p50: 1, p95: 2, max: 3.14 } },
  };
  expect(
    statsEvent("12345678", stats, { watching: false, total: { sent: { ...sum, acked: 100 }, received: sum } }),
  ).toEqual({
    event: "stats",
    id: "12345678",
    sent: rounded,
    received: rounded,
    rttMs: 0.51,
    ageMs: { p50: 10.01, p95: 20, max: 32 },
    capacity: 22_000_000,
    inFlight: 70_000,
    window: 140_000,
    clockOffsetMs: -1234.57,
    clockUncertaintyMs: 0.25,
    watched: true,
    watching: false,
  });
});

it("what is not known yet is null: JSON has no undefined", () => {
  const unknown = {
    rttMs: undefined,
    ageMs: undefined,
    capacity: undefined,
    clockOffset: undefined,
    clockUncertainty: undefined,
  };
  expect(statsEvent("12345678", { ...stats, ...unknown }, { watching: true, total: stats })).toMatchObject({
    rttMs: null,
    ageMs: null,
    capacity: null,
    clockOffsetMs: null,
    clockUncertaintyMs: null,
  });
});

it("a closed event has the totals, and no rates", () => {
  const totals = { frames: 10, bytes: 1000, dropped: 1 };
  const info = { by: "lost", code: "lost", message: "It is lost." } as const;
  expect(closedEvent("12345678", info, stats)).toEqual({
    event: "closed",
    id: "12345678",
    ...info,
    sent: { ...totals, acked: 8 },
    received: totals,
  });
});
