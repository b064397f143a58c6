import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { onAbort, sleep } from "./abort.ts";

describe("onAbort", () => {
  it("calls the listener once, when the signal aborts", () => {
    const controller = new AbortController();
    let calls = 0;
    onAbort(controller.signal, () => calls++);
    expect(calls).toBe(0);
    controller.abort();
    controller.abort();
    expect(calls).toBe(1);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  it("calls it at once when the signal has aborted", () => {
    let calls = 0;
    onAbort(AbortSignal.abort(), () => calls++)();
    expect(calls).toBe(1);
  });

  it("removes the listener on request", () => {
    const controller = new AbortController();
    let calls = 0;
    const removeListener = onAbort(controller.signal, () => calls++);
    removeListener();
    removeListener();
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
    controller.abort();
    expect(calls).toBe(0);
  });
});

describe("sleep", () => {
  it("waits for the given time, and leaves no listener", async () => {
    const controller = new AbortController();
    const start = performance.now();
    await sleep(30, controller.signal);
    expect(performance.now() - start).toBeGreaterThan(28);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
    await sleep(0);
  });

  it("throws the signal's reason at once when that aborts, and leaves neither timer nor listener", async () => {
    const before = timers();
    const controller = new AbortController();
    const slept = sleep(60_000, controller.signal);
    expect(timers()).toBe(before + 1);
    controller.abort(new Error("Enough."));
    await expect(slept).rejects.toThrow("Enough.");
    expect(timers()).toBe(before);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  it("starts no timer when the signal has aborted", async () => {
    const before = timers();
    const slept = sleep(60_000, AbortSignal.abort(new Error("Before.")));
    expect(timers()).toBe(before);
    await expect(slept).rejects.toThrow("Before.");
  });
});

function timers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
}
