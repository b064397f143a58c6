import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { createLatestSlot } from "./latest-slot.ts";

describe("createMailbox", () => {
  it("hands on the newest value and counts those that it replaced", async () => {
    const mailbox = createLatestSlot<number>();
    expect(mailbox.full).toBe(false);
    for (const value of [1, 2, 3]) mailbox.put(value);
    expect(mailbox.full).toBe(true);
    expect(await mailbox.take()).toEqual({ done: false, value: 3 });
    expect(mailbox.full).toBe(false);
    expect(mailbox.dropped).toBe(2);
    mailbox.put(4);
    expect(await mailbox.take()).toEqual({ done: false, value: 4 });
    expect(mailbox.dropped).toBe(2);
  });

  it("gives a reader that waits the value at once, and keeps the next for it", async () => {
    const mailbox = createLatestSlot<number>();
    const taken = mailbox.take();
    mailbox.put(1);
    mailbox.put(2);
    expect(await taken).toEqual({ done: false, value: 1 });
    expect(await mailbox.take()).toEqual({ done: false, value: 2 });
    expect(mailbox.dropped).toBe(0);
  });

  it("carries undefined as a value like any other", async () => {
    const mailbox = createLatestSlot<undefined>();
    mailbox.put(undefined);
    expect(mailbox.full).toBe(true);
    expect(await mailbox.take()).toEqual({ done: false, value: undefined });
  });

  it("refuses a second reader, and serves the first", async () => {
    const mailbox = createLatestSlot<number>();
    const first = mailbox.take();
    await expect(mailbox.take()).rejects.toThrow("one reader");
    mailbox.put(1);
    expect(await first).toEqual({ done: false, value: 1 });
  });

  it("gives the last value after closing, and then only the end", async () => {
    const mailbox = createLatestSlot<number>();
    mailbox.put(1);
    mailbox.close();
    mailbox.put(2);
    expect(await mailbox.take()).toEqual({ done: false, value: 1 });
    expect(await mailbox.take()).toEqual({ done: true, value: undefined });
    expect(await mailbox.take()).toEqual({ done: true, value: undefined });
    expect(mailbox.dropped).toBe(0);
  });

  it("ends a take that waits", async () => {
    const mailbox = createLatestSlot<number>();
    const taken = mailbox.take();
    mailbox.close();
    expect(await taken).toEqual({ done: true, value: undefined });
  });

  it("throws the error that it was closed with, after the last value, at each take", async () => {
    const mailbox = createLatestSlot<number>();
    mailbox.put(1);
    mailbox.close(new Error("The camera is gone."));
    mailbox.close(new Error("Too late."));
    expect(await mailbox.take()).toEqual({ done: false, value: 1 });
    await expect(mailbox.take()).rejects.toThrow("The camera is gone.");
    await expect(mailbox.take()).rejects.toThrow("The camera is gone.");
  });

  it("throws the error into a take that waits", async () => {
    const mailbox = createLatestSlot<number>();
    const taken = mailbox.take();
    mailbox.close(new Error("The camera is gone."));
    await expect(taken).rejects.toThrow("The camera is gone.");
  });

  it("stops waiting when the signal aborts, loses no value by that, and forgets the signal", async () => {
    const mailbox = createLatestSlot<number>();
    const { signal, abort } = controller();
    const taken = mailbox.take({ signal });
    abort(new Error("Enough."));
    mailbox.put(1);
    await expect(taken).rejects.toThrow("Enough.");
    await expect(mailbox.take({ signal })).rejects.toThrow("Enough.");
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    expect(await mailbox.take()).toEqual({ done: false, value: 1 });
  });

  it("leaves no listener on a signal that never aborts", async () => {
    const mailbox = createLatestSlot<number>();
    const { signal } = controller();
    for (let value = 0; value < 100; value++) {
      const taken = mailbox.take({ signal });
      mailbox.put(value);
      await taken;
    }
    const ended = mailbox.take({ signal });
    mailbox.close();
    await ended;
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });
});

function controller(): { signal: AbortSignal; abort(reason: Error): void } {
  const own = new AbortController();
  return { signal: own.signal, abort: (reason) => own.abort(reason) };
}
