import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { createLatestSlot } from "./latest-slot.ts";

describe("createLatestSlot", () => {
  it("returns the newest value and counts the replaced ones", async () => {
    const slot = createLatestSlot<number>();
    expect(slot.full).toBe(false);
    for (const value of [1, 2, 3]) slot.put(value);
    expect(slot.full).toBe(true);
    expect(await slot.take()).toEqual({ done: false, value: 3 });
    expect(slot.full).toBe(false);
    expect(slot.dropped).toBe(2);
    slot.put(4);
    expect(await slot.take()).toEqual({ done: false, value: 4 });
    expect(slot.dropped).toBe(2);
  });

  it("resolves a pending take() at once, and keeps the next one", async () => {
    const slot = createLatestSlot<number>();
    const pending = slot.take();
    slot.put(1);
    slot.put(2);
    expect(await pending).toEqual({ done: false, value: 1 });
    expect(await slot.take()).toEqual({ done: false, value: 2 });
    expect(slot.dropped).toBe(0);
  });

  it("accepts undefined as a value", async () => {
    const slot = createLatestSlot<undefined>();
    slot.put(undefined);
    expect(slot.full).toBe(true);
    expect(await slot.take()).toEqual({ done: false, value: undefined });
  });

  it("refuses a second take() while one is pending, and resolves the first", async () => {
    const slot = createLatestSlot<number>();
    const first = slot.take();
    await expect(slot.take()).rejects.toThrow("one reader");
    slot.put(1);
    expect(await first).toEqual({ done: false, value: 1 });
  });

  it("returns the last value after close(), and then only done", async () => {
    const slot = createLatestSlot<number>();
    slot.put(1);
    slot.close();
    slot.put(2);
    expect(await slot.take()).toEqual({ done: false, value: 1 });
    expect(await slot.take()).toEqual({ done: true, value: undefined });
    expect(await slot.take()).toEqual({ done: true, value: undefined });
    expect(slot.dropped).toBe(0);
  });

  it("ends a pending take()", async () => {
    const slot = createLatestSlot<number>();
    const pending = slot.take();
    slot.close();
    expect(await pending).toEqual({ done: true, value: undefined });
  });

  it("throws the error of close() after the last value, at each take()", async () => {
    const slot = createLatestSlot<number>();
    slot.put(1);
    slot.close(new Error("The camera was unplugged."));
    slot.close(new Error("Too late."));
    expect(await slot.take()).toEqual({ done: false, value: 1 });
    await expect(slot.take()).rejects.toThrow("The camera was unplugged.");
    await expect(slot.take()).rejects.toThrow("The camera was unplugged.");
  });

  it("rejects a pending take() with the error of close()", async () => {
    const slot = createLatestSlot<number>();
    const pending = slot.take();
    slot.close(new Error("The camera was unplugged."));
    await expect(pending).rejects.toThrow("The camera was unplugged.");
  });

  it("rejects when the signal aborts, loses no value, and removes its listener", async () => {
    const slot = createLatestSlot<number>();
    const { signal, abort } = controller();
    const pending = slot.take({ signal });
    abort(new Error("Enough."));
    slot.put(1);
    await expect(pending).rejects.toThrow("Enough.");
    await expect(slot.take({ signal })).rejects.toThrow("Enough.");
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    expect(await slot.take()).toEqual({ done: false, value: 1 });
  });

  it("leaves no listener on a signal that never aborts", async () => {
    const slot = createLatestSlot<number>();
    const { signal } = controller();
    for (let value = 0; value < 100; value++) {
      const pending = slot.take({ signal });
      slot.put(value);
      await pending;
    }
    const ended = slot.take({ signal });
    slot.close();
    await ended;
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });
});

function controller(): { signal: AbortSignal; abort(reason: Error): void } {
  const own = new AbortController();
  return { signal: own.signal, abort: (reason) => own.abort(reason) };
}
