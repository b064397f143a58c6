import { expect, it } from "vitest";
import { lasting, level, milliseconds, newsOf, rate, sourceInWords, summaryOf } from "./format.ts";

it("writes figures with as many digits as count", () => {
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
  expect([-5, 3400, 59_600, 7_300_000].map(lasting)).toEqual(["0 s", "3 s", "1 min", "2 h"]);
  expect([0, 3].map(level)).toEqual(["best", "level 3"]);
});

it("says what is known of a source", () => {
  const source = { device: "/dev/video0", width: 1280, height: 720, fps: 29.97003, format: "JPEG", untouched: true };
  expect(sourceInWords({ source })).toBe("/dev/video0 · 1280×720 · 29.97 fps · JPEG, untouched");
  expect(sourceInWords({ source: { device: "screen :0", format: "RGB", passthrough: false } })).toBe(
    "screen :0 · RGB, encoded here",
  );
  expect(sourceInWords({ source: { device: "nothing" } })).toBe("nothing");
  expect(sourceInWords({ source: null })).toBe("");
});

it("sums up who is there", () => {
  const ada = { name: "Ada", state: "live" } as const;
  const ben = { name: "Ben", state: "lost" } as const;
  expect([[], [ben], [ada, ben], [ada, ada]].map(summaryOf)).toEqual([
    "",
    "Nobody is live",
    "Ada is live",
    "2 are live",
  ]);
});

it("tells what happened in a sentence, with what the other side said", () => {
  expect(newsOf({ name: "Ada", state: "left", message: "She hung up." })).toBe("Ada has left. She hung up.");
  expect(newsOf({ name: "Ada", state: "live", message: null })).toBe("Ada is live.");
});
