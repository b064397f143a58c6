import { expect, it } from "vitest";
import { createLook } from "./visibility.ts";

it("waits until somebody looks, and ends when nobody does any more", async () => {
  const look = createLook();
  const closing = new AbortController();
  expect(look.until(closing.signal).aborted).toBe(true);
  let begun = false;
  const beginning = look.begins(closing.signal).then(() => {
    begun = true;
  });
  await Promise.resolve();
  expect(begun).toBe(false);
  look.set(true);
  await beginning;
  const looking = look.until(closing.signal);
  expect(looking.aborted).toBe(false);
  look.set(true);
  expect(looking.aborted).toBe(false);
  look.set(false);
  expect(looking.aborted).toBe(true);
});

it("lets go when the signal aborts", async () => {
  const look = createLook();
  const closing = new AbortController();
  const beginning = look.begins(closing.signal);
  closing.abort();
  await beginning;
  look.set(true);
  expect(look.until(closing.signal).aborted).toBe(true);
});
