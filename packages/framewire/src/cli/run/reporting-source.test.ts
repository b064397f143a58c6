import type { SourceDescription, VideoFrame, VideoSource } from "@framewire/media";
import { expect, it } from "vitest";
import type { SourceEvent } from "../output/events.ts";
import { toldSource } from "./reporting-source.ts";

it("tells what a source is at its first picture, and again only when that has changed", async () => {
  let says: SourceDescription = { device: "camera" };
  const source: VideoSource = async function* () {
    for (const width of [2, 2, 4, 4]) {
      says = { device: "camera", width, height: 2 };
      const frame: VideoFrame = { format: "RGB", width, height: 2, sequence: 0, timestamp: 0, data: new Uint8Array() };
      yield frame;
    }
  };
  const told: SourceEvent[] = [];
  const read = toldSource(source, { describe: () => says, tell: (event) => told.push(event) });
  expect(told).toEqual([]);
  for (let again = 0; again < 2; again++) for await (const _ of read());
  expect(told.map(({ width }) => width)).toEqual([2, 4, 2, 4]);
});
