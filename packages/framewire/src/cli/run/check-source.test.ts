import { setImmediate } from "node:timers/promises";
import { SourceError } from "@framewire/capture";
import { type EncodedFrame, now, onAbort, type VideoSource } from "@framewire/media";
import { expect, it, vi } from "vitest";
import { type CheckedSource, checkSource } from "./check-source.ts";

const frame: EncodedFrame = {
  ...{ sequence: 0, timestamp: now(), codec: "jpeg", type: "key", width: 1, height: 1 },
  data: new Uint8Array(),
};

/** A source that gives one frame at each opening, or none, until it is left; it counts how often it is open. */
function camera(frames: readonly EncodedFrame[]) {
  const state = { opened: 0, open: 0, most: 0 };
  const source: VideoSource = async function* ({ signal } = {}) {
    state.opened++;
    state.most = Math.max(state.most, ++state.open);
    try {
      yield* frames;
      await new Promise<void>((resolve) => signal && onAbort(signal, resolve));
    } finally {
      state.open--;
    }
  };
  return Object.assign(state, { source: Object.assign(source, { describe: () => ({ device: "camera" }) }) });
}

it("opens the source once, and closes it at the first frame", async () => {
  const one = camera([frame]);
  const { source, checked } = checkSource(one.source, { limitMs: 1e6 });
  expect(source.describe?.()).toEqual({ device: "camera" });
  const reading = source()[Symbol.asyncIterator]().next();
  await checked;
  expect((await reading).value).toBe(frame);
  expect(one).toMatchObject({ opened: 2, most: 1 });
});

it("gives its open source and its newest frame to an early reader", async () => {
  const once = camera([frame]);
  const { source, checked } = checkSource(once.source, { limitMs: 1e6, keepMs: 1e6 });
  await checked;
  expect(once).toMatchObject({ opened: 1, open: 1 });
  const reader = source()[Symbol.asyncIterator]();
  expect((await reader.next()).value).toBe(frame);
  await reader.return?.();
  await vi.waitFor(() => expect(once).toMatchObject({ opened: 1, open: 0 }));
});

it.each([
  ["after the time", (_: CheckedSource) => {}, 1],
  ["at its end", (check: CheckedSource) => check.close(), 1e6],
])("closes a source that nobody takes over %s", async (_, end, keepMs) => {
  const unwanted = camera([frame]);
  const check = checkSource(unwanted.source, { keepMs });
  await check.checked;
  end(check);
  await vi.waitFor(() => expect(unwanted).toMatchObject({ opened: 1, open: 0 }));
  expect((await check.source()[Symbol.asyncIterator]().next()).value).toBe(frame);
  expect(unwanted).toMatchObject({ opened: 2, open: 1 });
});

it("closes a source without a frame after the time limit, which is no failure", async () => {
  const slow = camera([]);
  const { checked } = checkSource(slow.source, { limitMs: 1 });
  await checked;
  expect(slow).toMatchObject({ opened: 1, open: 0 });
});

it("does not close a slow source that a reader takes over", async () => {
  const slow = camera([]);
  const { source, checked } = checkSource(slow.source, { limitMs: 1, keepMs: 1e6 });
  await checked;
  const reader = source()[Symbol.asyncIterator]();
  void reader.next();
  await setImmediate();
  expect(slow).toMatchObject({ opened: 1, open: 1 });
});

it("rejects with the error of a source that fails, which is then not opened again", async () => {
  let opened = 0;
  const { source, checked } = checkSource(async function* () {
    opened++;
    yield* [] as EncodedFrame[];
    throw new SourceError("http", "It answered 404.");
  });
  await expect(checked).rejects.toThrow("It answered 404.");
  for await (const _ of source());
  expect(opened).toBe(1);
});
