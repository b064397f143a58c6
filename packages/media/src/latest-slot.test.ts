import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { createLatestSlot } from "./latest-slot.ts";

describe("a latest slot", () => {
  it("hands on the newest value and counts those that it replaced", async () => {
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

  it("gives a reader that waits the value at once, and keeps the next for it", async () => {
    const slot = createLatestSlot<number>();
    const taken = slot.take();
    slot.put(1);
    slot.put(2);
    expect(await taken).toEqual({ done: false, value: 1 });
    expect(await slot.take()).toEqual({ done: false, value: 2 });
    expect(slot.dropped).toBe(0);
  });

  it("carries undefined as a value like any other", async () => {
    const slot = createLatestSlot<undefined>();
    slot.put(undefined);
    expect(slot.full).toBe(true);
    expect(await slot.take()).toEqual({ done: false, value: undefined });
  });

  it("refuses a second reader, and serves the first", async () => {
    const slot = createLatestSlot<number>();
    const first = slot.take();
    await expect(slot.take()).rejects.toThrow("one reader");
    slot.put(1);
    expect(await first).toEqual({ done: false, value: 1 });
  });

  it("gives the last value after closing, and then only the end", async () => {
    const slot = createLatestSlot<number>();
    slot.put(1);
    slot.close();
    slot.put(2);
    expect(await slot.take()).toEqual({ done: false, value: 1 });
    expect(await slot.take()).toEqual({ done: true, value: undefined });
    expect(await slot.take()).toEqual({ done: true, value: undefined });
    expect(slot.dropped).toBe(0);
  });

  it("ends a take that waits", async () => {
    const slot = createLatestSlot<number>();
    const taken = slot.take();
    slot.close();
    expect(await taken).toEqual({ done: true, value: undefined });
  });

  it("throws the error that it was closed with, after the last value, at each take", async () => {
    const slot = createLatestSlot<number>();
    slot.put(1);
    slot.close(new Error("The camera is gone."));
    slot.close(new Error("Too late."));
    expect(await slot.take()).toEqual({ done: false, value: 1 });
    await expect(slot.take()).rejects.toThrow("The camera is gone.");
    await expect(slot.take()).rejects.toThrow("The camera is gone.");
  });

  it("throws the error into a take that waits", async () => {
    const slot = createLatestSlot<number>();
    const taken = slot.take();
    slot.close(new Error("The camera is gone."));
    await expect(taken).rejects.toThrow("The camera is gone.");
  });

  it("stops waiting when the signal aborts, loses no value by that, and forgets the signal", async () => {
    const slot = createLatestSlot<number>();
    const { signal, abort } = controller();
    const taken = slot.take({ signal });
    abort(new Error("Enough."));
    slot.put(1);
    await expect(taken).rejects.toThrow("Enough.");
    await expect(slot.take({ signal })).rejects.toThrow("Enough.");
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    expect(await slot.take()).toEqual({ done: false, value: 1 });
  });

  it("leaves no listener on a signal that never aborts", async () => {
    const slot = createLatestSlot<number>();
    const { signal } = controller();
    for (let value = 0; value < 100; value++) {
      const taken = slot.take({ signal });
      slot.put(value);
      await taken;
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
