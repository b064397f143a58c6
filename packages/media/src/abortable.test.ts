import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { abortable } from "./abortable.ts";
import { createLatestSlot } from "./latest-slot.ts";

/** Values that a test controls, whose `return()` ends a pending `next()`. */
function manual() {
  const slot = createLatestSlot<number>();
  const state = { returned: 0 };
  const values: AsyncIterable<number> = {
    [Symbol.asyncIterator]: () => ({
      next: () => slot.take(),
      async return() {
        state.returned++;
        slot.close();
        return { done: true, value: undefined };
      },
    }),
  };
  return { values, slot, state };
}

async function collect(values: AsyncIterable<number>, into: number[]): Promise<void> {
  for await (const value of values) into.push(value);
}

describe("abortable", () => {
  it("yields values, and leaves at once when the signal aborts, even while a next() is pending", async () => {
    const { values, slot, state } = manual();
    const controller = new AbortController();
    const got: number[] = [];
    const reading = collect(abortable(values, controller.signal), got);
    slot.put(1);
    await new Promise(setImmediate);
    controller.abort();
    await reading;
    expect(got).toEqual([1]);
    expect(state.returned).toBe(1);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  it("yields no value that arrives with the abort", async () => {
    const { values, slot } = manual();
    const controller = new AbortController();
    const iterator = abortable(values, controller.signal)[Symbol.asyncIterator]();
    const pending = iterator.next();
    slot.put(1);
    controller.abort();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });

  it("reads nothing when the signal has aborted", async () => {
    const { values, slot, state } = manual();
    slot.put(1);
    const got: number[] = [];
    await collect(abortable(values, AbortSignal.abort()), got);
    expect(got).toEqual([]);
    expect(state.returned).toBe(1);
  });

  it.each([
    ["they end", (slot: ReturnType<typeof manual>["slot"]) => slot.close()],
    ["they fail", (slot: ReturnType<typeof manual>["slot"]) => slot.close(new Error("It has failed."))],
  ])("removes its listener when %s", async (how, end) => {
    const { values, slot, state } = manual();
    const controller = new AbortController();
    const reading = collect(abortable(values, controller.signal), []);
    end(slot);
    if (how === "they fail") await expect(reading).rejects.toThrow("It has failed.");
    else await reading;
    expect(state.returned).toBe(0);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });

  it("calls return() once when its own loop is left", async () => {
    const { values, slot, state } = manual();
    const controller = new AbortController();
    slot.put(1);
    for await (const value of abortable(values, controller.signal)) {
      expect(value).toBe(1);
      break;
    }
    controller.abort();
    expect(state.returned).toBe(1);
    expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  });
});
