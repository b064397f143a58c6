import { expect, it } from "vitest";
import { describeSource, duration, level, milliseconds, rate, stateSentence, summarize } from "./format.ts";

it("writes figures with their significant digits", () => {
  expect([0.04, 1.24, 9.96, 41.3, 999.6, 2300].map(milliseconds)).toEqual([
    "0.0 ms",
    "1.2 ms",
    "10 ms",
    "41 ms",
    "1.0 s",
    "2.3 s",
  ]);
  expect([800, 97_400, 999_600, 8.24e6, 23.6e6].map(rate)).toEqual([
    "1 kb/s",
    "97 kb/s",
    "1.0 Mb/s",
    "8.2 Mb/s",
    "24 Mb/s",
  ]);
  expect([-5, 3400, 59_600, 7_300_000].map(duration)).toEqual(["0 s", "3 s", "1 min", "2 h"]);
  expect([0, 3].map(level)).toEqual(["best", "level 3"]);
});

it("describes the known properties of a source", () => {
  const source = { device: "/dev/video0", width: 1280, height: 720, fps: 29.97003, format: "JPEG", passthrough: true };
  expect(describeSource({ source })).toBe("/dev/video0 · 1280×720 · 29.97 fps · JPEG, passthrough");
  expect(describeSource({ source: { device: "screen :0", format: "RGB", passthrough: false } })).toBe(
    "screen :0 · RGB, encoded here",
  );
  expect(describeSource({ source: { device: "nothing" } })).toBe("nothing");
  expect(describeSource({ source: null })).toBe("");
});

it("summarizes the remote streams", () => {
  const ada = { name: "Ada", state: "live" } as const;
  const ben = { name: "Ben", state: "lost" } as const;
  expect([[], [ben], [ada, ben], [ada, ada]].map(summarize)).toEqual([
    "",
    "No stream is live",
    "Ada is live",
    "2 are live",
  ]);
});

it("announces a state in a sentence, with the other side's message", () => {
  expect(stateSentence({ name: "Ada", state: "left", message: "She hung up." })).toBe("Ada has left. She hung up.");
  expect(stateSentence({ name: "Ada", state: "live", message: null })).toBe("Ada is live.");
});
