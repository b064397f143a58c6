import { describe, expect, it } from "vitest";
import { createSlot } from "./slot.ts";

describe("createSlot", () => {
  it("keeps the newest value and counts those that it replaced", async () => {
    const slot = createSlot<number>();
    for (const value of [1, 2, 3]) slot.put(value);
    expect(await slot.take()).toEqual({ done: false, value: 3 });
    expect(slot.dropped).toBe(2);
  });

  it("gives a reader that waits the value at once, and keeps the next for it", async () => {
    const slot = createSlot<number>();
    const taken = slot.take();
    slot.put(1);
    slot.put(2);
    expect(await taken).toEqual({ done: false, value: 1 });
    expect(await slot.take()).toEqual({ done: false, value: 2 });
    expect(slot.dropped).toBe(0);
  });

  it("refuses a second reader, and serves the first", async () => {
    const slot = createSlot<number>();
    const first = slot.take();
    await expect(slot.take()).rejects.toThrow("There is one reader");
    slot.put(1);
    expect(await first).toEqual({ done: false, value: 1 });
  });

  it("gives the last value after closing, and then only the end", async () => {
    const slot = createSlot<number>();
    slot.put(1);
    slot.close();
    slot.close(new Error("Too late."));
    slot.put(2);
    expect(await slot.take()).toEqual({ done: false, value: 1 });
    expect(await slot.take()).toEqual({ done: true, value: undefined });
    expect(await slot.take()).toEqual({ done: true, value: undefined });
    expect(slot.dropped).toBe(0);
  });

  it("ends a take that waits, or throws the error that it was closed with", async () => {
    const [ended, failed] = [createSlot<number>(), createSlot<number>()];
    const waiting = ended.take();
    const failing = expect(failed.take()).rejects.toThrow("The camera is gone.");
    ended.close();
    failed.close(new Error("The camera is gone."));
    expect(await waiting).toEqual({ done: true, value: undefined });
    await failing;
    await expect(failed.take()).rejects.toThrow("The camera is gone.");
  });
});
