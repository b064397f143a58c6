import { expect, it } from "vitest";
import { describeSource, duration, milliseconds, quality, rate, stateSentence, summarize, titleOf } from "./format.ts";

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
  expect([0, 1, 3, 4, 11].map(quality)).toEqual(["Best", "Good", "Good", "Low", "Low"]);
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
  const ada = { name: "Ada", state: "live", width: 640 } as const;
  const ben = { name: "Ben", state: "lost", width: 640 } as const;
  const cid = { name: "Cid", state: "live", width: null } as const;
  const dan = { name: "Dan", state: "none", width: null } as const;
  expect([[], [ben], [ada, ben], [ada, ada], [cid, dan], [cid, cid], [ada, cid]].map(summarize)).toEqual([
    "",
    "No stream is live",
    "Ada is live",
    "2 are live",
    "Cid is connected",
    "2 are connected",
    "Ada is live",
  ]);
});

it("begins the title with what is wrong", () => {
  const view = { title: "Kitchen", remotes: [], ended: false, outage: undefined };
  expect(titleOf(view)).toBe("Kitchen");
  expect(titleOf({ ...view, outage: "silent" })).toBe("No answer · Kitchen");
  expect(titleOf({ ...view, ended: true, outage: "silent" })).toBe("Ended · Kitchen");
  expect(titleOf({ ...view, outage: "refused" })).toBe("Cannot connect · Kitchen");
  expect(titleOf({ ...view, outage: "unauthorised" })).toBe("Code needed · Kitchen");
});

it("announces a state in a sentence, with the other side's message", () => {
  expect(stateSentence({ name: "Ada", state: "left", message: "She hung up." })).toBe("Ada has left. She hung up.");
  expect(stateSentence({ name: "Ada", state: "live", message: null })).toBe("Ada is live.");
});
