import type { SourceDescription, VideoFrame, VideoSource } from "@framewire/media";
import { expect, it } from "vitest";
import type { SourceEvent } from "../output/events.ts";
import { reportingSource } from "./reporting-source.ts";

it("reports the description after the first frame, and again only when it changes", async () => {
  let description: SourceDescription = { device: "camera" };
  const source: VideoSource = async function* () {
    for (const width of [2, 2, 4, 4]) {
      description = { device: "camera", width, height: 2 };
      const frame: VideoFrame = { format: "RGB", width, height: 2, sequence: 0, timestamp: 0, data: new Uint8Array() };
      yield frame;
    }
  };
  const reported: SourceEvent[] = [];
  const read = reportingSource(source, { describe: () => description, report: (event) => reported.push(event) });
  expect(reported).toEqual([]);
  for (let round = 0; round < 2; round++) for await (const _ of read());
  expect(reported.map(({ width }) => width)).toEqual([2, 4, 2, 4]);
});

it("reports a problem while no frame arrives, and its end with the next frame", async () => {
  let description: SourceDescription = { device: "camera" };
  let resume = (): void => {};
  const source: VideoSource = async function* () {
    description = { device: "camera", problem: "It is away." };
    await new Promise<void>((resolve) => {
      resume = resolve;
    });
    description = { device: "camera" };
    yield { format: "RGB", width: 2, height: 2, sequence: 0, timestamp: 0, data: new Uint8Array() };
  };
  const reported: SourceEvent[] = [];
  const read = reportingSource(source, {
    describe: () => description,
    report(event) {
      reported.push(event);
      resume();
    },
    intervalMs: 1,
  });
  for await (const _ of read());
  expect(reported.map(({ problem }) => problem)).toEqual(["It is away.", null]);
});
