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

  const jpeg = fakeJpeg();
  const [start, rest] = [jpeg.subarray(0, 2), jpeg.subarray(2)];
  it.each([
    ["zeros", [Buffer.alloc(12), jpeg]],
    ["text", [Buffer.from("frame 12\n"), jpeg]],
    ["a second start marker", [start, jpeg]],
    ["two more start markers and fill bytes", [start, Buffer.of(0xff, 0xff), start, jpeg]],
    ["zeros after the start marker", [start, Buffer.alloc(3), rest]],
    ["a restart marker between the headers", [start, Buffer.of(0xff, 0xd0), rest]],
    ["zeros between the headers", [jpeg.subarray(0, 71), Buffer.alloc(2), jpeg.subarray(71)]],
    ["bytes of a reserved marker between the headers", [start, Buffer.of(0xff, 0x12, 0x34), rest]],
    ["padding after the end marker", [jpeg, Buffer.alloc(5000)]],
  ])("removes %s", (_, parts) => {
    const image = repairJpeg(Buffer.concat(parts));
    if (typeof image === "string") throw new Error(image);
    expect(Buffer.from(image.data)).toEqual(jpeg);
  });

  it("adds an end marker where there is none, also where a thumbnail has one", () => {
    for (const whole of [jpeg, fakeJpeg({ app1: jpeg })]) {
      const image = repairJpeg(whole.subarray(0, -2));
      if (typeof image === "string") throw new Error(image);
      expect(Buffer.from(image.data)).toEqual(whole);
    }
  });

  it("does not take bytes in the header of the scan for the end marker", () => {
    // A scan header of 48 bytes that end in ff d9.
    const head = Buffer.from(`ffd8ffc00008${"30".repeat(6)}ffda0030${"30".repeat(44)}ffd9`, "hex");
    const image = repairJpeg(Buffer.concat([head, Buffer.from("coded")]));
    if (typeof image === "string") throw new Error(image);
    expect(Buffer.from(image.data).toString("latin1")).toMatch(/coded\xff\xd9$/);
    expect(image.data).toHaveLength(head.length + "coded".length + 2 + 420);
  });

  it("does not take the thumbnail of a damaged JPEG for the image", () => {
    const damaged = fakeJpeg({ width: 1280, height: 720, app1: Buffer.concat([Buffer.alloc(1020), jpeg]) });
    damaged.writeUInt16BE(0, 4);
    expect(repairJpeg(damaged)).toContain("damaged");
  });

  it("returns the size as the image is shown", () => {
    // Exif with one entry: orientation 6, by 90 degrees.
    const app1 = Buffer.from(
      "457869660000 4d4d002a00000008 0001 0112 0003 00000001 0006 0000 00000000".replaceAll(" ", ""),
      "hex",
    );
    const turned = fakeJpeg({ app1 });
    const image = repairJpeg(turned);
    expect(image).toMatchObject({ width: 48, height: 64 });
    if (typeof image !== "string") expect(Buffer.from(image.data)).toEqual(turned);
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
