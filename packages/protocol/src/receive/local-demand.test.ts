import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLocalDemand } from "./local-demand.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function start() {
  const told: boolean[] = [];
  const ended = new AbortController();
  return { told, ended, watching: createLocalDemand((value) => told.push(value), ended.signal) };
}

describe("watching", () => {
  it("says after 100 ms that nobody looks, if nobody has, and that somebody does when that comes", () => {
    const { told, watching } = start();
    vi.advanceTimersByTime(99);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(told).toEqual([false]);
    watching.look();
    expect(told).toEqual([false, true]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("says nothing to a peer that takes it for granted", () => {
    const { told, watching } = start();
    watching.look();
    watching.look();
    vi.advanceTimersByTime(10_000);
    expect(told).toEqual([]);
  });

  it("says each change once", () => {
    const { told, watching } = start();
    watching.look();
    watching.away();
    watching.away();
    watching.look();
    watching.look();
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([false, true]);
  });

  it("leaves it at that somebody was away when the 100 ms are over", () => {
    const { told, watching } = start();
    watching.look();
    watching.away();
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([false]);
  });

  it("says nothing after the end, and leaves no timer", () => {
    const { told, watching, ended } = start();
    ended.abort();
    watching.away();
    watching.look();
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
