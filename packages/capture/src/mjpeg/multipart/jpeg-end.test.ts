import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fakeJpeg, segment } from "../../../testing/jpeg.ts";
import { createJpegEnd } from "./jpeg-end.ts";

function endOf(bytes: Uint8Array): number {
  return createJpegEnd().push(bytes);
}

describe("createJpegEnd", () => {
  it("finds the end, excluding the bytes after it", () => {
    const jpeg = fakeJpeg();
    expect(endOf(Buffer.concat([jpeg, Buffer.from("\r\n--next")]))).toBe(jpeg.length);
  });

  it("skips a thumbnail with markers of its own", () => {
    const jpeg = fakeJpeg({ app1: Buffer.concat([Buffer.from("Exif\0\0"), fakeJpeg({ width: 16 }), fakeJpeg()]) });
    expect(endOf(jpeg)).toBe(jpeg.length);
  });

  it("continues over several scans, fill bytes and segments between scans", () => {
    const scan = Buffer.concat([
      Buffer.from("01ff0002ffff", "hex"),
      segment(0xc4, Buffer.from("ffd9ffd9", "hex")).subarray(1),
      segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
      Buffer.from("aabbff00", "hex"),
    ]);
    const jpeg = fakeJpeg({ scan });
    expect(endOf(jpeg)).toBe(jpeg.length);
  });

  it("skips zeros and line ends before the start, and a second start", () => {
    for (const extra of ["0000", "0d0a", "ffd8", "ff"]) {
      const bytes = Buffer.concat([Buffer.from(extra, "hex"), fakeJpeg()]);
      expect(endOf(bytes)).toBe(bytes.length);
    }
  });

  it.each([
    ["text", Buffer.from("<html>")],
    ["a second start after a segment", Buffer.from("ffd8ffe00002ffd8ffd9", "hex")],
    ["bytes between segments", Buffer.from("ffd8ffe00002413ffd9", "hex")],
    ["a length below two", Buffer.from("ffd8ffe00001ffd9", "hex")],
  ])("finds no end in %s", (_, bytes) => {
    const end = createJpegEnd();
    expect(end.push(bytes)).toBe(-1);
    expect(end.state).toBe("lost");
  });

  it("finds the same end for any split into chunks", () => {
    const jpeg = fakeJpeg({ app1: fakeJpeg() });
    fc.assert(
      fc.property(fc.array(fc.nat(jpeg.length), { maxLength: 12 }), (cuts) => {
        const end = createJpegEnd();
        const edges = [0, ...cuts.sort((a, b) => a - b), jpeg.length];
        const found = edges.slice(1).map((edge, i) => {
          const from = edges[i] ?? 0;
          const at = end.push(jpeg.subarray(from, edge));
          return at < 0 ? -1 : from + at;
        });
        expect(found.filter((at) => at >= 0)).toEqual([jpeg.length]);
      }),
    );
  });
});
