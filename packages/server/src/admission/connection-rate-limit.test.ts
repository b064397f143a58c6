import { describe, expect, it } from "vitest";
import { keepLog } from "../../testing/until.ts";
import { createArrivals } from "./connection-rate-limit.ts";

function start(perSecond: number) {
  const time = { ms: 0 };
  const { lines, log } = keepLog();
  return { time, lines, arrivals: createArrivals({ perSecond, log, clock: () => time.ms }) };
}

function count(attempts: number, attempt: () => boolean): number {
  return Array.from({ length: attempts }, attempt).filter(Boolean).length;
}

describe("arrivals", () => {
  it("lets eight seconds' worth in at once, and then so many a second", () => {
    const { time, arrivals } = start(5);
    expect(count(100, () => arrivals.admit("192.0.2.1"))).toBe(40);
    time.ms += 1000;
    expect(count(100, () => arrivals.admit("192.0.2.1"))).toBe(5);
    time.ms += 3_600_000;
    expect(count(100, () => arrivals.admit("192.0.2.1"))).toBe(40);
  });

  it("counts each address by itself, and an IPv6 network as one", () => {
    const { arrivals } = start(1);
    expect(count(20, () => arrivals.admit("192.0.2.1"))).toBe(8);
    expect(count(20, () => arrivals.admit("192.0.2.2"))).toBe(8);
    let host = 0;
    expect(count(20, () => arrivals.admit(`2001:db8::${++host}`))).toBe(8);
  });

  it("tells the log once, and again only after there was calm", () => {
    const { time, lines, arrivals } = start(1);
    count(50, () => arrivals.admit("192.0.2.1"));
    expect(lines).toHaveLength(1);
    time.ms += 1000;
    count(50, () => arrivals.admit("192.0.2.1"));
    expect(lines).toHaveLength(1);
    time.ms += 60_000;
    count(50, () => arrivals.admit("192.0.2.1"));
    expect(lines).toHaveLength(2);
  });

  it("forgets who was heard of least lately, and takes no more memory for more addresses", () => {
    const { arrivals } = start(1);
    count(8, () => arrivals.admit("192.0.2.1"));
    expect(arrivals.admit("192.0.2.1")).toBe(false);
    for (let at = 0; at < 5000; at++) arrivals.admit(`10.0.${at >> 8}.${at & 255}`);
    expect(arrivals.admit("192.0.2.1")).toBe(true);
  });
});
