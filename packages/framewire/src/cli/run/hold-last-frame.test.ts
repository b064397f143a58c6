import { type EncodedFrame, now, silent, type VideoSource } from "@framewire/media";
import { expect, it } from "vitest";
import { holdLastFrame } from "./hold-last-frame.ts";

/** A file of three frames, which counts how often it is opened. */
function file(): { readonly source: VideoSource; readonly opened: number } {
  let opened = 0;
  const source: VideoSource = async function* () {
    opened++;
    for (let sequence = 0; sequence < 3; sequence++) {
      const data = Uint8Array.of(sequence);
      const frame: EncodedFrame = { sequence, timestamp: now(), codec: "jpeg", type: "key", width: 2, height: 2, data };
      yield frame;
    }
  };
  return {
    source: Object.assign(source, { describe: () => ({ device: "street.mp4" }) }),
    get opened() {
      return opened;
    },
  };
}

it("the last frame stays, for later readers as well, and the end is said once", async () => {
  const street = file();
  const lines: string[] = [];
  let ends = 0;
  const log = { ...silent, info: (line: string) => lines.push(line) };
  const held = holdLastFrame(street.source, { log, intervalMs: 5, onEnd: () => ends++ });
  expect(held.describe?.()).toEqual({ device: "street.mp4" });
  const seen: number[] = [];
  let before = 0;
  for (let round = 0; round < 2; round++) {
    let left = 5;
    for await (const { sequence, timestamp, data } of held()) {
      seen.push(data[0] ?? -1);
      expect(sequence).toBe(seen.length - 1);
      expect(timestamp).toBeGreaterThanOrEqual(before);
      before = timestamp;
      if (--left === 0) break;
    }
  }
  expect(seen).toEqual([0, 1, 2, 2, 2, 2, 2, 2, 2, 2]);
  expect(street.opened).toBe(1);
  expect(lines).toEqual(["street.mp4 has ended. Its last frame stays. With --loop a file starts again."]);
  expect(ends).toBe(1);
  expect(held.describe?.()).toEqual({ device: "street.mp4", problem: "street.mp4 has ended." });
});

it("a reader that leaves is not an end", async () => {
  const { source } = file();
  const held = holdLastFrame(source);
  for await (const _ of held()) break;
  const stop = new AbortController();
  for await (const _ of held({ signal: stop.signal })) stop.abort();
  expect(held.describe?.()).toEqual({ device: "street.mp4" });
});
