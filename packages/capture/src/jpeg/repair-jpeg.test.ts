import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { fakeJpeg, segment } from "../../testing/jpeg.ts";
import { footage, needs } from "../../testing/programs.ts";
import { readPicture } from "./repair-jpeg.ts";

describe("readPicture", () => {
  it("gives the size and the same memory", () => {
    const jpeg = fakeJpeg({ width: 1920, height: 1080, app1: fakeJpeg() });
    const picture = readPicture(jpeg);
    expect(picture).toMatchObject({ width: 1920, height: 1080 });
    if (typeof picture === "string") throw new Error(picture);
    expect(picture.data.buffer).toBe(jpeg.buffer);
    expect(Buffer.from(picture.data)).toEqual(jpeg);
  });

  it("leaves out line ends before the picture", () => {
    const jpeg = fakeJpeg();
    const picture = readPicture(Buffer.concat([Buffer.from("\r\n\n"), jpeg]));
    if (typeof picture === "string") throw new Error(picture);
    expect(Buffer.from(picture.data)).toEqual(jpeg);
  });

  it("passes over fill bytes", () => {
    const jpeg = fakeJpeg();
    const filled = Buffer.concat([jpeg.subarray(0, 2), Buffer.of(0xff, 0xff), jpeg.subarray(2)]);
    expect(readPicture(filled)).toMatchObject({ width: 64, height: 48 });
  });

  it.each([
    ["nothing", Buffer.alloc(0), "empty"],
    ["line ends", Buffer.from("\r\n"), "empty"],
    ["text", Buffer.from("no signal"), "does not begin as a JPEG"],
    ["a start marker", Buffer.from("ffd8", "hex"), "cut off"],
    ["a picture cut off in its headers", fakeJpeg().subarray(0, 80), "cut off"],
    [
      "a picture without a frame header",
      Buffer.concat([Buffer.from("ffd8", "hex"), segment(0xda, Buffer.alloc(6))]),
      "no size",
    ],
    ["no width", fakeJpeg({ width: 0 }), "empty size"],
    ["no height", fakeJpeg({ height: 0 }), "empty size"],
    ["a length of nothing", Buffer.from("ffd8ffe00000ffd9", "hex"), "damaged"],
  ])("says why %s is none", (_, content, reason) => {
    expect(readPicture(content)).toContain(reason);
  });

  it("gives a picture without Huffman tables the standard ones, before its scan", () => {
    const bare = fakeJpeg({ tables: false });
    const picture = readPicture(bare);
    if (typeof picture === "string") throw new Error(picture);
    const scan = bare.indexOf(Buffer.from("ffda", "hex"));
    const added = picture.data.subarray(scan, scan + 420);
    expect(picture.data.length).toBe(bare.length + 420);
    expect(Buffer.concat([picture.data.subarray(0, scan), picture.data.subarray(scan + 420)])).toEqual(bare);
    // Four tables, each as long as its numbers of codes say.
    let at = 4;
    const ids: (number | undefined)[] = [];
    while (at < added.length) {
      ids.push(added[at]);
      at += 17 + added.subarray(at + 1, at + 17).reduce((sum, count) => sum + count, 0);
    }
    expect(at).toBe(added.length);
    expect(ids).toEqual([0x00, 0x01, 0x10, 0x11]);
    expect(typeof readPicture(picture.data)).toBe("object");
  });

  const { skip, because } = needs("ffmpeg", footage);
  it.skipIf(skip)(`mends a real picture so that it decodes to the same pixels${because}`, () => {
    const encode = [
      "-v",
      "error",
      "-i",
      footage,
      "-frames:v",
      "1",
      "-c:v",
      "mjpeg",
      "-huffman",
      "default",
      "-f",
      "mjpeg",
      "-",
    ];
    const whole = execFileSync("ffmpeg", encode);
    const tables = whole.indexOf(Buffer.from("ffc401a2", "hex"));
    const bare = Buffer.concat([whole.subarray(0, tables), whole.subarray(tables + 420)]);
    const picture = readPicture(bare);
    if (typeof picture === "string") throw new Error(picture);
    expect(picture).toMatchObject({ width: 768, height: 576 });
    const decode = (jpeg: Uint8Array): Buffer =>
      execFileSync("ffmpeg", ["-v", "error", "-f", "mjpeg", "-i", "-", "-f", "rawvideo", "-"], {
        input: jpeg,
        maxBuffer: 1 << 24,
      });
    expect(decode(picture.data).equals(decode(whole))).toBe(true);
  });
});
