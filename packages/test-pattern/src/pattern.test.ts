import { setTimeout as delay } from "node:timers/promises";
import { now, type VideoFrame } from "@framewire/media";
import { describe, expect, test } from "vitest";
import { readPattern } from "./code/read-pattern.ts";
import { pattern } from "./pattern.ts";

const small = { width: 320, height: 180 };

function activeTimers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
}

describe("pattern", () => {
  test("yields frames at its rate, each with its own number and time in the code", async () => {
    const frames: VideoFrame[] = [];
    for await (const frame of pattern({ ...small, fps: 50 })()) {
      frames.push(frame);
      if (frames.length === 51) break;
    }
    expect(frames.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 51 }, (_, sequence) => sequence));
    for (const frame of frames) {
      expect(readPattern(frame)).toEqual({ sequence: frame.sequence, timestamp: frame.timestamp });
      expect(frame).toMatchObject({ format: "RGB", ...small });
    }
    const gaps = frames.slice(1).map(({ timestamp }, index) => timestamp - (frames[index]?.timestamp ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(0);
    // Fifty steps of 20 ms; a busy machine can only make them longer.
    const seconds = gaps.reduce((sum, gap) => sum + gap, 0) / 1e6;
    expect(seconds).toBeGreaterThan(0.98);
    expect(seconds).toBeLessThan(5);
  });

  test("draws a frame when it is requested, never ahead", async () => {
    const frames = pattern({ ...small, fps: 20 })()[Symbol.asyncIterator]();
    await frames.next();
    await delay(300);
    const requested = now();
    const { value } = await frames.next();
    expect(value?.sequence).toBe(1);
    expect(value?.timestamp).toBeGreaterThanOrEqual(requested);
    await frames.return?.();
  });

  test("each iteration starts at sequence number 0", async () => {
    const source = pattern({ ...small, fps: 100 });
    for (let iteration = 0; iteration < 2; iteration++) {
      for await (const { sequence } of source()) {
        expect(sequence).toBe(0);
        break;
      }
    }
  });

  test("ends immediately on abort without an error, and leaves no timer", async () => {
    const before = activeTimers();
    const controller = new AbortController();
    let count = 0;
    let abortedAt = 0;
    for await (const _ of pattern({ ...small, fps: 0.1 })({ signal: controller.signal })) {
      count++;
      setTimeout(() => {
        abortedAt = performance.now();
        controller.abort();
      }, 50);
    }
    expect(count).toBe(1);
    expect(performance.now() - abortedAt).toBeLessThan(1000);
    expect(activeTimers()).toBeLessThanOrEqual(before);
  });

  test("yields nothing when the signal has already aborted", async () => {
    for await (const _ of pattern()({ signal: AbortSignal.abort() })) expect.unreachable();
  });

  test.each([
    [{ width: 15 }, "A pattern's width must be a whole number of pixels from 16 to 7680, and this one is 15."],
    [{ width: 7681 }, "width"],
    [{ height: 100.5 }, "height"],
    [{ height: Number.NaN }, "height"],
    [{ fps: 0 }, "A pattern's fps must be a number from 0.1 to 240, and this one is 0."],
    [{ fps: Number.NaN }, "fps"],
    [{ fps: Number.POSITIVE_INFINITY }, "fps"],
  ])("refuses %j", (options, message) => {
    expect(() => pattern(options)).toThrow(RangeError);
    expect(() => pattern(options)).toThrow(message);
  });
});
