import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLocalDemand } from "./local-demand.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function start() {
  const sent: boolean[] = [];
  const ended = new AbortController();
  return { sent, ended, demand: createLocalDemand((wanted) => sent.push(wanted), ended.signal) };
}

describe("LocalDemand", () => {
  it("withdraws demand after 100 ms without a reader, and signals it again when a reader starts", () => {
    const { sent, demand } = start();
    vi.advanceTimersByTime(99);
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(sent).toEqual([false]);
    demand.set(true);
    expect(sent).toEqual([false, true]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("sends nothing while frames are wanted, which the peer assumes", () => {
    const { sent, demand } = start();
    demand.set(true);
    demand.set(true);
    vi.advanceTimersByTime(10_000);
    expect(sent).toEqual([]);
  });

  it("sends each change once", () => {
    const { sent, demand } = start();
    demand.set(true);
    demand.set(false);
    demand.set(false);
    demand.set(true);
    demand.set(true);
    vi.advanceTimersByTime(1_000);
    expect(sent).toEqual([false, true]);
  });

  it("does not repeat withdrawn demand when the 100 ms are over", () => {
    const { sent, demand } = start();
    demand.set(true);
    demand.set(false);
    vi.advanceTimersByTime(1_000);
    expect(sent).toEqual([false]);
  });

  it("sends nothing after the end, and leaves no timer", () => {
    const { sent, demand, ended } = start();
    ended.abort();
    demand.set(false);
    demand.set(true);
    vi.advanceTimersByTime(1_000);
    expect(sent).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
