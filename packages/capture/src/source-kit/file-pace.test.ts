import { now } from "@framewire/media";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createFilePace } from "./file-pace.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const { signal } = new AbortController();

it("frames are as far apart as their times in the file", async () => {
  const pace = createFilePace();
  const due: number[] = [];
  const playing = (async () => {
    for (const pts of [5, 5.1, 5.2, 35.2]) due.push(await pace(pts * 1e6, signal));
  })();
  await vi.advanceTimersByTimeAsync(31_000);
  await playing;
  expect(due.map((time) => Math.round((time - (due[0] ?? 0)) / 1000))).toEqual([0, 100, 200, 30_200]);
});

it("a gap of hours, a step back and equal times do not hold the playback up", async () => {
  const pace = createFilePace();
  const start = now();
  const due: number[] = [];
  const playing = (async () => {
    for (const pts of [0, 0.1, 7200, 7200.1, 3, 3, 3.1]) due.push(await pace(pts * 1e6, signal));
  })();
  await vi.advanceTimersByTimeAsync(1000);
  await playing;
  expect(due.map((time) => Math.round((time - start) / 1000))).toEqual([0, 100, 140, 240, 280, 320, 420]);
});
