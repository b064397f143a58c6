import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { readJpegHeader } from "./jpeg-header.ts";

/** An empty scan. */
const scan = [0xff, 0xda, 0, 2];

/** A frame header of 32x16 between the segments given. */
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

const image = sharp({ create: { width: 32, height: 16, channels: 3, background: "#456" } });

describe("readJpegHeader", () => {
  it.each([
    ["4:2:0", true, () => image.clone().jpeg()],
    ["4:4:4", true, () => image.clone().jpeg({ chromaSubsampling: "4:4:4" })],
    ["grey", true, () => image.clone().toColourspace("b-w").jpeg()],
    ["with metadata in front", true, () => image.clone().withMetadata({ orientation: 6 }).jpeg()],
    ["progressive", false, () => image.clone().jpeg({ progressive: true })],
    ["CMYK", false, () => image.clone().toColourspace("cmyk").jpeg()],
  ])("reads a picture of sharp's, %s", async (_what, plain, make) => {
    expect(readJpegHeader(await make().toBuffer())).toEqual({ width: 32, height: 16, plain });
  });

  it.each([
    ["a comment and fill bytes", { before: [0xff, 0xfe, 0, 4, 1, 2, 0xff, 0xff] }, true],
    ["4:2:2", { samplings: [0x21, 0x11, 0x11] }, true],
    ["4:1:1", { samplings: [0x41, 0x11, 0x11] }, false],
    ["two components", { samplings: [0x11, 0x11] }, false],
    ["twelve bits", { precision: 12, marker: 0xc1 }, false],
    ["arithmetic coding", { marker: 0xc9 }, false],
    ["lossless", { marker: 0xc3 }, false],
  ])("tells whether it is plain: %s", (_what, options, plain) => {
    expect(readJpegHeader(jpeg(options))).toEqual({ width: 32, height: 16, plain });
  });

  it.each<[string, Uint8Array]>([
    ["is empty", new Uint8Array()],
    ["starts otherwise", jpeg({}).subarray(1)],
    ["ends before the size", jpeg({}).subarray(0, 8)],
    ["has junk between segments", jpeg({ before: [7] })],
    ["has a segment that is too short to be one", jpeg({ before: [0xff, 0xfe, 0, 1] })],
    ["has a second start", jpeg({ before: [0xff, 0xd8] })],
    ["has its scan first", jpeg({ before: scan })],
    ["has no scan", jpeg({ after: [] })],
    ["has two frame headers", jpeg({ after: [...jpeg({}).subarray(2)] })],
    [
      "has more segments than can be read in no time",
      jpeg({ before: Array.from({ length: 256 }, () => [0xff, 0xfe, 0, 2]).flat() }),
    ],
    ["has no lines", Uint8Array.from(jpeg({}), (byte, i) => (i === 8 ? 0 : byte))],
    ["has another number of components than it says", Uint8Array.from(jpeg({}), (byte, i) => (i === 11 ? 4 : byte))],
  ])("gives nothing for data that %s", (_what, data) => {
    expect(readJpegHeader(data)).toBeUndefined();
  });
});
