import { until } from "test-support/until";
import { expect, it } from "vitest";
import { createCameraSlot } from "./camera-slot.ts";
import type { Drawable } from "./encoder.ts";

/** An image that records whether it was closed. */
function image(): Drawable & { closed: boolean } {
  const made = {
    closed: false,
    close() {
      made.closed = true;
    },
  };
  return made as Drawable & { closed: boolean };
}

it("keeps the newest frame and closes the others", async () => {
  const slot = createCameraSlot(undefined, new AbortController().signal);
  const [first, second, third] = [image(), image(), image()];
  slot.put(first);
  slot.put(second);
  expect(first.closed).toBe(true);
  expect((await slot.take(undefined))?.image).toBe(second);
  const next = slot.take(undefined);
  slot.put(third);
  expect((await next)?.image).toBe(third);
  expect([second.closed, third.closed]).toEqual([false, false]);
});

it("closes the frame in the slot when it is cleared or closed, and all later frames", async () => {
  const closing = new AbortController();
  const slot = createCameraSlot(undefined, closing.signal);
  const [old, waiting, late] = [image(), image(), image()];
  slot.put(old);
  slot.clear();
  slot.put(waiting);
  closing.abort();
  slot.put(late);
  expect([old.closed, waiting.closed, late.closed]).toEqual([true, true, true]);
  expect(await slot.take(undefined)).toBeUndefined();
});

it("stops waiting when the signal aborts", async () => {
  const slot = createCameraSlot(undefined, new AbortController().signal);
  const leaving = new AbortController();
  const waiting = slot.take(leaving.signal);
  leaving.abort();
  expect(await waiting).toBeUndefined();
  // The next frame is for the next call.
  slot.put(image());
  expect(await slot.take(undefined)).toBeDefined();
});

it("reads a stream of frames until it is ended", async () => {
  const closing = new AbortController();
  const frames = [image(), image()];
  let cancelled = false;
  const stream = new ReadableStream<VideoFrame>({
    start(controller) {
      for (const frame of frames) controller.enqueue(frame as unknown as VideoFrame);
    },
    cancel() {
      cancelled = true;
    },
  });
  createCameraSlot(stream, closing.signal);
  await until(() => frames[0]?.closed === true);
  expect(frames[1]?.closed).toBe(false);
  closing.abort();
  await until(() => cancelled);
  expect(frames[1]?.closed).toBe(true);
});
