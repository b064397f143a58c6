import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { fakeJpeg, segment } from "../../testing/jpeg.ts";
import { footage, needs } from "../../testing/programs.ts";
import { repairJpeg } from "./repair-jpeg.ts";

describe("repairJpeg", () => {
  it("returns the size and the same memory", () => {
    const jpeg = fakeJpeg({ width: 1920, height: 1080, app1: fakeJpeg() });
    const image = repairJpeg(jpeg);
    expect(image).toMatchObject({ width: 1920, height: 1080 });
    if (typeof image === "string") throw new Error(image);
    expect(image.data.buffer).toBe(jpeg.buffer);
    expect(Buffer.from(image.data)).toEqual(jpeg);
  });

  it("removes line ends before the JPEG", () => {
    const jpeg = fakeJpeg();
    const image = repairJpeg(Buffer.concat([Buffer.from("\r\n\n"), jpeg]));
    if (typeof image === "string") throw new Error(image);
    expect(Buffer.from(image.data)).toEqual(jpeg);
  });

  it("skips fill bytes", () => {
    const jpeg = fakeJpeg();
    const filled = Buffer.concat([jpeg.subarray(0, 2), Buffer.of(0xff, 0xff), jpeg.subarray(2)]);
    expect(repairJpeg(filled)).toMatchObject({ width: 64, height: 48 });
  });

  it.each([
    ["nothing", Buffer.alloc(0), "empty"],
    ["line ends", Buffer.from("\r\n"), "empty"],
    ["text", Buffer.from("no signal"), "does not begin as a JPEG"],
    ["a start marker", Buffer.from("ffd8", "hex"), "cut off"],
    ["a JPEG cut off in its headers", fakeJpeg().subarray(0, 80), "cut off"],
    [
      "a JPEG without a frame header",
      Buffer.concat([Buffer.from("ffd8", "hex"), segment(0xda, Buffer.alloc(6))]),
      "no size",
    ],
    ["no width", fakeJpeg({ width: 0 }), "empty size"],
    ["no height", fakeJpeg({ height: 0 }), "empty size"],
    ["a length of zero", Buffer.from("ffd8ffe00000ffd9", "hex"), "damaged"],
  ])("returns the reason why %s cannot be decoded", (_, content, reason) => {
    expect(repairJpeg(content)).toContain(reason);
  });

  it("inserts the standard Huffman tables before the scan of a JPEG without tables", () => {
    const bare = fakeJpeg({ tables: false });
    const image = repairJpeg(bare);
    if (typeof image === "string") throw new Error(image);
    const scan = bare.indexOf(Buffer.from("ffda", "hex"));
    const added = image.data.subarray(scan, scan + 420);
    expect(image.data.length).toBe(bare.length + 420);
    expect(Buffer.concat([image.data.subarray(0, scan), image.data.subarray(scan + 420)])).toEqual(bare);
    // Four tables, each with the number of codes that its counts add up to.
    let at = 4;
    const ids: (number | undefined)[] = [];
    while (at < added.length) {
      ids.push(added[at]);
      at += 17 + added.subarray(at + 1, at + 17).reduce((sum, count) => sum + count, 0);
    }
    expect(at).toBe(added.length);
    expect(ids).toEqual([0x00, 0x01, 0x10, 0x11]);
    expect(typeof repairJpeg(image.data)).toBe("object");
  });

  const { skip, because } = needs("ffmpeg", footage);
  it.skipIf(skip)(`repairs a real JPEG so that it decodes to the same pixels${because}`, () => {
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
    const image = repairJpeg(bare);
    if (typeof image === "string") throw new Error(image);
    expect(image).toMatchObject({ width: 768, height: 576 });
    const decode = (jpeg: Uint8Array): Buffer =>
      execFileSync("ffmpeg", ["-v", "error", "-f", "mjpeg", "-i", "-", "-f", "rawvideo", "-"], {
        input: jpeg,
        maxBuffer: 1 << 24,
      });
    expect(decode(image.data).equals(decode(whole))).toBe(true);
  });
});
