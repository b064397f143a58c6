import type { ConnectionStats } from "@framewire/protocol";
import { expect, it } from "vitest";
import { closedEvent, statsEvent } from "./events.ts";

const direction = {
  frames: 10,
  bytes: 1000,
  dropped: 1,
  fps: 29.96789,
  bitrate: 1234.5,
  level: 2,
  qualityLimitationReason: "bandwidth",
  stages: { sent: { p50: 1.0049, p95: 2, max: 3.13999 } },
} as const;
const stats: ConnectionStats = {
  sent: { ...direction, acked: 8 },
  received: direction,
  inFlight: 70_000,
  congestionWindow: 140_000,
  bandwidth: 22_000_000.4,
  remoteDemand: true,
  rttMs: 0.51234,
  clockOffsetUs: -1_234_567,
  clockUncertaintyUs: 251,
  ageMs: { p50: 10.006, p95: 20, max: 31.999 },
};

it("a stats event has every documented member, two decimals, and the totals of all connections", () => {
  const sum = { frames: 110, bytes: 11_000, dropped: 3 };
  const rounded = {
    ...sum,
    fps: 29.97,
    bitrate: 1235,
    level: 2,
    qualityLimitationReason: "bandwidth",
    stages: { sent: { p50: 1, p95: 2, max: 3.14 } },
  };
  expect(
    statsEvent("12345678", stats, { localDemand: false, total: { sent: { ...sum, acked: 100 }, received: sum } }),
  ).toEqual({
    event: "stats",
    id: "12345678",
    sent: rounded,
    received: rounded,
    rttMs: 0.51,
    ageMs: { p50: 10.01, p95: 20, max: 32 },
    bandwidth: 22_000_000,
    inFlight: 70_000,
    congestionWindow: 140_000,
    clockOffsetMs: -1234.57,
    clockUncertaintyMs: 0.25,
    remoteDemand: true,
    localDemand: false,
  });
});

it("unknown values of a stats event are null: JSON has no undefined", () => {
  const unknown = {
    rttMs: undefined,
    ageMs: undefined,
    bandwidth: undefined,
    clockOffsetUs: undefined,
    clockUncertaintyUs: undefined,
  };
  expect(statsEvent("12345678", { ...stats, ...unknown }, { localDemand: true, total: stats })).toMatchObject({
    rttMs: null,
    ageMs: null,
    bandwidth: null,
    clockOffsetMs: null,
    clockUncertaintyMs: null,
  });
});

it("a closed event has totals and no rates", () => {
  const totals = { frames: 10, bytes: 1000, dropped: 1 };
  const info = { by: "lost", code: "lost", message: "The connection is lost." } as const;
  expect(closedEvent("12345678", info, stats)).toEqual({
    event: "closed",
    id: "12345678",
    ...info,
    sent: { ...totals, acked: 8 },
    received: totals,
  });
});
