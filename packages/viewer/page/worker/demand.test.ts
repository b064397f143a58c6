import { expect, it } from "vitest";
import { createDemand } from "./demand.ts";

it("waits until frames are wanted, and ends when they no longer are", async () => {
  const demand = createDemand();
  const closing = new AbortController();
  expect(demand.until(closing.signal).aborted).toBe(true);
  let begun = false;
  const beginning = demand.begins(closing.signal).then(() => {
    begun = true;
  });
  await Promise.resolve();
  expect(begun).toBe(false);
  demand.set(true);
  await beginning;
  const wanted = demand.until(closing.signal);
  expect(wanted.aborted).toBe(false);
  demand.set(true);
  expect(wanted.aborted).toBe(false);
  demand.set(false);
  expect(wanted.aborted).toBe(true);
});

it("ends when the signal aborts", async () => {
  const demand = createDemand();
  const closing = new AbortController();
  const beginning = demand.begins(closing.signal);
  closing.abort();
  await beginning;
  demand.set(true);
  expect(demand.until(closing.signal).aborted).toBe(true);
});
