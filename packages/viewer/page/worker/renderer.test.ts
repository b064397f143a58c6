import { expect, it } from "vitest";
import type { Drawable } from "./encoder.ts";
import { createFilm } from "./renderer.ts";

/** A picture that knows whether it was closed. */
function picture(): Drawable & { closed: boolean } {
  const made = {
    closed: false,
    close() {
      made.closed = true;
    },
  };
  return made as Drawable & { closed: boolean };
}

it("keeps the newest picture and closes the others", async () => {
  const film = createFilm(undefined, new AbortController().signal);
  const [first, second, third] = [picture(), picture(), picture()];
  film.put(first);
  film.put(second);
  expect(first.closed).toBe(true);
  expect((await film.take(undefined))?.image).toBe(second);
  const next = film.take(undefined);
  film.put(third);
  expect((await next)?.image).toBe(third);
  expect([second.closed, third.closed]).toEqual([false, false]);
});

it("closes what lies there when it is not wanted any more, and all that comes later", async () => {
  const closing = new AbortController();
  const film = createFilm(undefined, closing.signal);
  const [old, lying, late] = [picture(), picture(), picture()];
  film.put(old);
  film.fresh();
  film.put(lying);
  closing.abort();
  film.put(late);
  expect([old.closed, lying.closed, late.closed]).toEqual([true, true, true]);
  expect(await film.take(undefined)).toBeUndefined();
});

it("stops waiting when nobody wants the picture any more", async () => {
  const film = createFilm(undefined, new AbortController().signal);
  const leaving = new AbortController();
  const waiting = film.take(leaving.signal);
  leaving.abort();
  expect(await waiting).toBeUndefined();
  // The one after is for who asks next.
  film.put(picture());
  expect(await film.take(undefined)).toBeDefined();
});

it("reads a stream of frames until it is ended", async () => {
  const closing = new AbortController();
  const frames = [picture(), picture()];
  let cancelled = false;
  const stream = new ReadableStream<VideoFrame>({
    start(controller) {
      for (const frame of frames) controller.enqueue(frame as unknown as VideoFrame);
    },
    cancel() {
      cancelled = true;
    },
  });
  createFilm(stream, closing.signal);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(frames.map(({ closed }) => closed)).toEqual([true, false]);
  closing.abort();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(cancelled).toBe(true);
  expect(frames[1]?.closed).toBe(true);
});
