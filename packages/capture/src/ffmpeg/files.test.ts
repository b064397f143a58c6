import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needs } from "../../testing/programs.ts";
import { recordLog } from "../../testing/read.ts";
import { ffmpeg } from "./ffmpeg.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "framewire-files-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const bframes = "-bf 2 -g 10";

const program = needs("ffmpeg");
describe.skipIf(program.skip)(`any file that ffmpeg plays is played to its end${program.because}`, () => {
  it.each([
    ["MPEG-4 with B-frames in AVI", `-c:v mpeg4 ${bframes}`, "mpeg4.avi"],
    ["H.264 with B-frames in AVI", `-c:v libx264 ${bframes}`, "h264.avi"],
    ["H.264 without a container, with B-frames", `-c:v libx264 ${bframes}`, "plain.h264"],
    ["MPEG-2 with B-frames", `-c:v mpeg2video ${bframes}`, "mpeg2.mpg"],
    ["MPEG-2 without a container", `-c:v mpeg2video ${bframes}`, "plain.m2v"],
    ["an animated PNG", "-c:v apng -f apng", "animated.apng"],
  ])("%s", async (_, options, name) => {
    const file = join(folder, name);
    const input = ["-f", "lavfi", "-i", "testsrc2=size=96x64:rate=25", "-frames:v", "25"];
    execFileSync("ffmpeg", ["-v", "error", ...input, ...options.split(" ").filter(Boolean), "-y", file]);
    const log = recordLog();
    let last = Number.NEGATIVE_INFINITY;
    let count = 0;
    for await (const { timestamp, width, height } of ffmpeg(file, { log })()) {
      expect([width, height]).toEqual([96, 64]);
      expect(timestamp).toBeGreaterThan(last);
      last = timestamp;
      count++;
    }
    expect(count).toBeGreaterThanOrEqual(24);
    expect(log.lines.filter((line) => !line.startsWith("debug"))).toEqual([]);
  });

  it("with a picture on its cover before the video", async () => {
    const [cover, video, both] = ["cover.png", "video.mp4", "both.mp4"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const source = (size: string, frames: string) => [
      "-f",
      "lavfi",
      "-i",
      `testsrc2=size=${size}:rate=25`,
      "-frames:v",
      frames,
    ];
    execFileSync("ffmpeg", ["-v", "error", ...source("32x32", "1"), "-y", cover]);
    execFileSync("ffmpeg", ["-v", "error", ...source("96x64", "5"), "-c:v", "mpeg4", "-y", video]);
    const maps = ["-map", "0", "-map", "1", "-c", "copy", "-disposition:v:0", "attached_pic"];
    execFileSync("ffmpeg", ["-v", "error", "-i", cover, "-i", video, ...maps, "-y", both]);
    let count = 0;
    for await (const { width } of ffmpeg(both)()) {
      expect(width).toBe(96);
      count++;
    }
    expect(count).toBe(5);
  });
});
