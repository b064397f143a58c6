import { expect, it } from "vitest";
import { ffmpegFinding, openCVFinding } from "./readers.ts";

it("an ffmpeg that is not there comes with each system's command", () => {
  expect(ffmpegFinding(undefined, undefined, "linux")).toMatchObject({
    state: "advice",
    fix: expect.stringContaining("sudo apt install ffmpeg"),
  });
  expect(ffmpegFinding(undefined, undefined, "darwin")).toMatchObject({ fix: "brew install ffmpeg" });
  expect(ffmpegFinding(undefined, undefined, "win32")).toMatchObject({ fix: "winget install ffmpeg" });
  expect(ffmpegFinding(undefined, undefined, "freebsd")).toMatchObject({ fix: expect.stringContaining("ffmpeg.org") });
});

it.each([
  ["5.1.6-0+deb12u1", "fine"],
  ["4.4", "fine"],
  ["n7.1", "fine"],
  ["N-45279-g6b86dd5", "fine"],
  ["4.3.1-2020-10-01-full_build", "advice"],
  ["3.4.1-tessus", "advice"],
])("of ffmpeg %s is said: %s", (version, state) => {
  expect(ffmpegFinding("/usr/bin/ffmpeg", version).state).toBe(state);
});

it("an ffmpeg that does not run is told from one that is not there", () => {
  const says = "/opt/ffmpeg does not say what it is";
  expect(ffmpegFinding("/opt/ffmpeg", undefined)).toMatchObject({ state: "advice", says });
});

it("OpenCV need not be there; one that does not load should be built anew", () => {
  expect(openCVFinding(undefined)).toMatchObject({ state: "note", fix: "pnpm setup:opencv" });
  expect(openCVFinding({ problem: "It does not load." })).toMatchObject({ state: "advice", fix: "pnpm setup:opencv" });
  expect(openCVFinding({ version: "4.6.0" })).toEqual({ topic: "OpenCV", state: "fine", says: "4.6.0" });
});
