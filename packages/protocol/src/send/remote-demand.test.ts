import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { createRemoteDemand } from "./remote-demand.ts";

/** Whether a promise has settled by now. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol("pending");
  await Promise.resolve();
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
}

describe("demand", () => {
  it("is there at first", async () => {
    const demand = createRemoteDemand();
    expect(demand.wanted).toBe(true);
    await demand.begins(new AbortController().signal);
  });

  it("lets all who wait go when it begins, and leaves no listener", async () => {
    const { signal } = new AbortController();
    const demand = createRemoteDemand();
    demand.set(false);
    const waits = [demand.begins(signal), demand.begins(signal)];
    expect(await settled(Promise.race(waits))).toBe(false);
    demand.set(false);
    expect(await settled(Promise.race(waits))).toBe(false);
    demand.set(true);
    await Promise.all(waits);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("lets go who waits when the signal aborts", async () => {
    const controller = new AbortController();
    const demand = createRemoteDemand();
    demand.set(false);
    const wait = demand.begins(controller.signal);
    controller.abort();
    await wait;
    await demand.begins(AbortSignal.abort());
    expect(demand.wanted).toBe(false);
  });

  it("tells each time that it ends, until it is told to forget", () => {
    const demand = createRemoteDemand();
    let ends = 0;
    const forget = demand.onEnd(() => ends++);
    demand.set(false);
    demand.set(false);
    expect(ends).toBe(1);
    demand.set(true);
    demand.set(false);
    expect(ends).toBe(2);
    forget();
    demand.set(true);
    demand.set(false);
    expect(ends).toBe(2);
  });
});
