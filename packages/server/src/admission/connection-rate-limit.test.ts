import { keepLog } from "test-support/keep-log";
import { describe, expect, it } from "vitest";
import { createConnectionRateLimit } from "./connection-rate-limit.ts";

function start(perSecond: number) {
  const time = { us: 0 };
  const { lines, log } = keepLog();
  return { time, lines, limit: createConnectionRateLimit({ perSecond, log, clock: () => time.us }) };
}

function count(attempts: number, attempt: () => boolean): number {
  return Array.from({ length: attempts }, attempt).filter(Boolean).length;
}

describe("the connection rate limit", () => {
  it("allows a burst of eight seconds, then the rate per second", () => {
    const { time, limit } = start(5);
    expect(count(100, () => limit.allow("192.0.2.1"))).toBe(40);
    time.us += 1e6;
    expect(count(100, () => limit.allow("192.0.2.1"))).toBe(5);
    time.us += 3600e6;
    expect(count(100, () => limit.allow("192.0.2.1"))).toBe(40);
  });

  it("counts each address separately, and an IPv6 network as one address", () => {
    const { limit } = start(1);
    expect(count(20, () => limit.allow("192.0.2.1"))).toBe(8);
    expect(count(20, () => limit.allow("192.0.2.2"))).toBe(8);
    let host = 0;
    expect(count(20, () => limit.allow(`2001:db8::${++host}`))).toBe(8);
  });

  it("logs one warning, and another only after a pause", () => {
    const { time, lines, limit } = start(1);
    count(50, () => limit.allow("192.0.2.1"));
    expect(lines).toEqual([
      "warn: 192.0.2.1 opens more than 1 connections per second; those above the limit are closed.",
    ]);
    time.us += 1e6;
    count(50, () => limit.allow("192.0.2.1"));
    expect(lines).toHaveLength(1);
    time.us += 60e6;
    count(50, () => limit.allow("192.0.2.1"));
    expect(lines).toHaveLength(2);
  });

  it("drops the least recently used address above 4096 addresses", () => {
    const { limit } = start(1);
    count(8, () => limit.allow("192.0.2.1"));
    expect(limit.allow("192.0.2.1")).toBe(false);
    for (let at = 0; at < 5000; at++) limit.allow(`10.0.${at >> 8}.${at & 255}`);
    expect(limit.allow("192.0.2.1")).toBe(true);
  });
});
