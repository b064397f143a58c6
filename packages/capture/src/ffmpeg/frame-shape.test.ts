import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isEncoded } from "@framewire/media";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needs } from "../../testing/programs.ts";
import { ffmpeg } from "./ffmpeg.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "framewire-shape-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Makes a video of five frames with a white left half, and returns its path. */
function make(name: string, size: string, options: string): string {
  const file = join(folder, name);
  const input = ["-f", "lavfi", "-i", `color=black:size=${size}:rate=25,drawbox=w=iw/2:c=white:t=fill`];
  execFileSync("ffmpeg", ["-v", "error", ...input, "-frames:v", "5", ...options.split(" "), "-y", file]);
  return file;
}

async function first(file: string) {
  for await (const frame of ffmpeg(file)()) return frame;
  throw new Error("There is no frame.");
}

const program = needs("ffmpeg");
describe.skipIf(program.skip)(`the frames of a file${program.because}`, () => {
  it.each([
    ["a DVD", "720x576", "-vf setsar=64/45 -c:v mpeg2video", "dvd.mpg", 1024, 576],
    ["a recorder with half the rows", "704x240", "-vf setsar=5/11 -c:v mpeg4", "rows.mp4", 704, 528],
    ["a recorder of analogue cameras", "960x576", "-vf setsar=4/5 -c:v libx264", "960h.mkv", 960, 720],
    ["JPEGs that are not square-pixelled", "720x576", "-vf setsar=16/15 -c:v mjpeg", "jpegs.avi", 768, 576],
    ["a ratio that is square but for rounding", "640x360", "-vf setsar=4320/4319 -c:v libx264", "square.mp4", 640, 360],
    ["a ratio that cannot be", "64x48", "-vf setsar=1/900 -c:v libx264", "mistake.mp4", 64, 48],
  ])("have square pixels: %s", async (_, size, options, name, width, height) => {
    const source = ffmpeg(make(name, size, options));
    for await (const frame of source()) {
      expect(frame).toMatchObject({ format: "RGB", width, height });
      expect(frame.data).toHaveLength(width * height * 3);
      break;
    }
    expect(source.describe?.()).toMatchObject({ width, height, passthrough: false });
  });

  it("are passed through where their JPEGs are square-pixelled", async () => {
    expect(isEncoded(await first(make("square.avi", "64x48", "-vf setsar=1 -c:v mjpeg")))).toBe(true);
  });

  it("are upright where a phone has stored how it was held", async () => {
    const lying = make("lying.mp4", "96x64", "-c:v mpeg4");
    const held = join(folder, "held.mp4");
    const turn = ["-metadata:s:v", "rotate=90"];
    execFileSync("ffmpeg", ["-v", "error", "-i", lying, "-c", "copy", ...turn, "-y", held]);
    const { width, height, data } = await first(held);
    expect([width, height]).toEqual([64, 96]);
    // The left half has become the top or the bottom one: both halves of the first row are the same, the last row differs.
    const [left, right, below] = [data[3 * 8], data[3 * 56], data[3 * (95 * 64 + 8)]].map((value = 0) => value > 128);
    expect(left).toBe(right);
    expect(left).not.toBe(below);
  });
});
