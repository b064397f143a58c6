import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { RemoteDemand } from "./remote-demand.ts";

/** Whether a promise has settled by now. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol("pending");
  await Promise.resolve();
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
}

describe("the remote demand", () => {
  it("is assumed at first", async () => {
    const demand = new RemoteDemand();
    expect(demand.wanted).toBe(true);
    await demand.begins(new AbortController().signal);
  });

  it("resolves all waits when it begins, and leaves no listener", async () => {
    const { signal } = new AbortController();
    const demand = new RemoteDemand();
    demand.set(false);
    const waits = [demand.begins(signal), demand.begins(signal)];
    expect(await settled(Promise.race(waits))).toBe(false);
    demand.set(false);
    expect(await settled(Promise.race(waits))).toBe(false);
    demand.set(true);
    await Promise.all(waits);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("resolves a wait when the signal aborts", async () => {
    const controller = new AbortController();
    const demand = new RemoteDemand();
    demand.set(false);
    const wait = demand.begins(controller.signal);
    controller.abort();
    await wait;
    await demand.begins(AbortSignal.abort());
    expect(demand.wanted).toBe(false);
  });

  it("calls the listener each time that it ends, until the listener is removed", () => {
    const demand = new RemoteDemand();
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
