import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { type JpegHeader, readJpegHeader } from "./jpeg-header.ts";

/** An empty scan. */
const scan = [0xff, 0xda, 0, 2];

/** A JPEG of 32x16 with one frame header between the given segments. */
function jpeg({
  before = [],
  marker = 0xc0,
  precision = 8,
  samplings = [0x22, 0x11, 0x11],
  after = scan,
}: {
  before?: number[];
  marker?: number;
  precision?: number;
  samplings?: number[];
  after?: number[];
}): Uint8Array {
  const components = samplings.flatMap((sampling, i) => [i, sampling, 0]);
  const size = [precision, 0, 16, 0, 32, samplings.length];
  const header = [0xff, marker, 0, 8 + components.length, ...size, ...components];
  return Uint8Array.from([0xff, 0xd8, ...before, ...header, ...after]);
}

/** An APP1 segment of Exif with one directory. */
function exif({
  order = "II",
  tags = [0x0112],
  count = tags.length,
  type = 3,
  value = 6,
  directory = 8,
}: {
  order?: "II" | "MM";
  tags?: readonly number[];
  count?: number;
  type?: number;
  value?: number;
  directory?: number;
}): number[] {
  const little = order === "II";
  const tiff = new DataView(new ArrayBuffer(10 + 12 * tags.length));
  tiff.setUint16(0, little ? 0x4949 : 0x4d4d);
  tiff.setUint16(2, 42, little);
  tiff.setUint32(4, directory, little);
  tiff.setUint16(8, count, little);
  for (const [i, tag] of tags.entries()) {
    const entry = 10 + 12 * i;
    tiff.setUint16(entry, tag, little);
    tiff.setUint16(entry + 2, type, little);
    tiff.setUint32(entry + 4, 1, little);
    tiff.setUint16(entry + 8, value, little);
  }
  const body = [...Buffer.from("Exif\0\0"), ...new Uint8Array(tiff.buffer)];
  return [0xff, 0xe1, 0, 2 + body.length, ...body];
}

const image = sharp({ create: { width: 32, height: 16, channels: 3, background: "#456" } });

describe("readJpegHeader", () => {
  it.each([
    ["4:2:0", true, () => image.clone().jpeg()],
    ["4:4:4", true, () => image.clone().jpeg({ chromaSubsampling: "4:4:4" })],
    ["grey", true, () => image.clone().toColourspace("b-w").jpeg()],
    ["with metadata in front", true, () => image.clone().withMetadata({ orientation: 3 }).jpeg()],
    ["progressive", false, () => image.clone().jpeg({ progressive: true })],
    ["CMYK", false, () => image.clone().toColourspace("cmyk").jpeg()],
  ])("reads an image that sharp wrote: %s", async (_what, plain, make) => {
    const data = await make().toBuffer();
    const header = readJpegHeader(data);
    expect(header).toMatchObject({ width: 32, height: 16, conforming: true, plain, lacksHuffmanTables: false });
    const { scanIndex } = header as JpegHeader;
    expect([...data.subarray(scanIndex, scanIndex + 2)]).toEqual([0xff, 0xda]);
  });

  it.each([
    ["a comment and fill bytes", { before: [0xff, 0xfe, 0, 4, 1, 2, 0xff, 0xff] }, true],
    ["4:2:2", { samplings: [0x21, 0x11, 0x11] }, true],
    ["4:1:1", { samplings: [0x41, 0x11, 0x11] }, false],
    ["two components", { samplings: [0x11, 0x11] }, false],
    ["twelve bits", { precision: 12, marker: 0xc1 }, false],
    ["arithmetic coding", { marker: 0xc9 }, false],
    ["lossless", { marker: 0xc3 }, false],
  ])("returns whether it is plain: %s", (_what, options, plain) => {
    expect(readJpegHeader(jpeg(options))).toMatchObject({ width: 32, height: 16, conforming: true, plain });
  });

  it.each<[string, Uint8Array, string]>([
    ["is empty", new Uint8Array(), "it does not begin as a JPEG"],
    ["starts with another marker", jpeg({}).subarray(1), "it does not begin as a JPEG"],
    ["ends before the size", jpeg({}).subarray(0, 8), "it is cut off or damaged in its headers"],
    ["has junk between segments", jpeg({ before: [7] }), "it is cut off or damaged in its headers"],
    ["has a length below two", jpeg({ before: [0xff, 0xfe, 0, 1] }), "it is cut off or damaged in its headers"],
    ["has a second start", jpeg({ before: [0xff, 0xd8] }), "it is cut off or damaged in its headers"],
    ["ends inside fill bytes", jpeg({ after: [0xff, 0xff, 0xff] }), "it is cut off or damaged in its headers"],
    ["has its scan first", jpeg({ before: scan }), "its headers give no size"],
    ["has no scan", jpeg({ after: [] }), "it is cut off or damaged in its headers"],
    [
      "has more than 256 segments",
      jpeg({ before: Array.from({ length: 256 }, () => [0xff, 0xfe, 0, 2]).flat() }),
      "it is cut off or damaged in its headers",
    ],
    ["has no rows", Uint8Array.from(jpeg({}), (byte, i) => (i === 8 ? 0 : byte)), "its headers give an empty size"],
  ])("returns a reason for data that %s", (_what, data, reason) => {
    expect(readJpegHeader(data)).toBe(reason);
  });

  it.each<[string, Uint8Array]>([
    ["two frame headers", jpeg({ after: [...jpeg({}).subarray(2)] })],
    ["another number of components than its length", Uint8Array.from(jpeg({}), (byte, i) => (i === 11 ? 4 : byte))],
    ["a frame header without room for a size", jpeg({ before: [0xff, 0xc0, 0, 4, 8, 0] })],
    ["a restart marker between segments", jpeg({ before: [0xff, 0xd0] })],
    ["a reserved marker", jpeg({ before: [0xff, 0x02, 0, 2] })],
  ])("reads a size, and returns that it does not conform: %s", (_what, data) => {
    expect(readJpegHeader(data)).toMatchObject({ width: 32, height: 16, conforming: false, plain: false });
  });

  it("reads thousands of fill bytes", () => {
    const before = Array.from({ length: 5000 }, () => 0xff);
    expect(readJpegHeader(jpeg({ before }))).toMatchObject({ width: 32, height: 16, conforming: true, plain: true });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "reads the size as the image is shown, and Exif orientation %i",
    async (orientation) => {
      const header = readJpegHeader(await image.clone().withMetadata({ orientation }).jpeg().toBuffer());
      const [width, height] = orientation < 5 ? [32, 16] : [16, 32];
      expect(header).toMatchObject({ width, height, orientation, conforming: true, plain: true });
    },
  );

  it.each([
    ["with the larger byte first", exif({ order: "MM" }), 6],
    ["after another tag", exif({ tags: [0x0100, 0x0112] }), 6],
    ["in the first of two segments", [...exif({}), ...exif({ value: 3 })], 6],
    ["not from a segment of XMP", [0xff, 0xe1, 0, 10, ...Buffer.from("http://x")], 1],
    ["not of 0", exif({ value: 0 }), 1],
    ["not of 9", exif({ value: 9 }), 1],
    ["not of another type", exif({ type: 4 }), 1],
    ["not from a directory beyond the end", exif({ directory: 0xffff_fff0 }), 1],
    ["not from a directory that is cut off", exif({ tags: [], count: 500 }), 1],
    ["not from Exif without a directory", [0xff, 0xe1, 0, 10, ...Buffer.from("Exif\0\0II")], 1],
  ] as const)("reads the orientation %s", (_what, before, orientation) => {
    const [width, height] = orientation === 6 ? [16, 32] : [32, 16];
    expect(readJpegHeader(jpeg({ before: [...before] }))).toMatchObject({ width, height, orientation, plain: true });
  });

  it("returns whether there is a colour profile", async () => {
    const [plain, wide] = [image.clone().jpeg(), image.clone().withIccProfile("p3").jpeg()];
    expect(readJpegHeader(await plain.toBuffer())).toMatchObject({ hasIccProfile: false });
    expect(readJpegHeader(await wide.toBuffer())).toMatchObject({ hasIccProfile: true });
  });

  it.each([
    ["baseline without tables", {}, true],
    ["extended sequential without tables", { marker: 0xc1 }, true],
    ["baseline with tables", { before: [0xff, 0xc4, 0, 2] }, false],
    ["progressive without tables", { marker: 0xc2 }, false],
    ["arithmetic coding without tables", { marker: 0xc9 }, false],
  ])("returns whether Huffman tables are missing: %s", (_what, options, lacksHuffmanTables) => {
    expect(readJpegHeader(jpeg(options))).toMatchObject({ lacksHuffmanTables });
  });
});
