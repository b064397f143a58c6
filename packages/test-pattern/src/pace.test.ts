import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createPace } from "./pace.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Returns when a reader that works `work(n)` milliseconds on frame n receives its frames, relative to the first. */
async function timesOf(fps: number, count: number, work: (frame: number) => number): Promise<number[]> {
  const due = createPace(fps);
  const times: number[] = [];
  let done = false;
  const iteration = (async () => {
    for (let frame = 0; frame < count; frame++) {
      await due();
      times.push(performance.now());
      vi.advanceTimersByTime(work(frame));
    }
    done = true;
  })();
  while (!done) await vi.advanceTimersByTimeAsync(1);
  await iteration;
  const [first = 0] = times;
  return times.map((time) => time - first);
}

test("frame n is due n / fps after the first, without drift at a fractional rate", async () => {
  const times = await timesOf(29.97, 300, () => 5);
  times.forEach((time, frame) => {
    expect(Math.abs(time - (frame * 1000) / 29.97)).toBeLessThanOrEqual(2);
  });
});

test("after a long frame it continues with the newest frame that is due, and skips the others", async () => {
  const times = await timesOf(10, 8, (frame) => (frame === 2 ? 450 : 0));
  const slots = times.map((time) => Math.round(time / 10) / 10);
  expect(slots).toEqual([0, 1, 2, 6.5, 7, 8, 9, 10]);
});

test("a reader that is always late lets the event loop turn before every frame", async () => {
  const due = createPace(240);
  await vi.advanceTimersByTimeAsync(0);
  void due();
  await vi.advanceTimersByTimeAsync(100);
  let isDue = false;
  const late = due().then(() => {
    isDue = true;
  });
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  expect(isDue).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await late;
});

test("an abort ends the wait and clears the timer", async () => {
  const due = createPace(0.1);
  const controller = new AbortController();
  const first = due(controller.signal);
  await vi.advanceTimersByTimeAsync(1);
  expect(await first).toBe(true);
  const second = due(controller.signal);
  expect(vi.getTimerCount()).toBe(1);
  controller.abort();
  expect(await second).toBe(false);
  expect(vi.getTimerCount()).toBe(0);
  expect(await due(controller.signal)).toBe(false);
});
