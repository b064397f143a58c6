import { readJpegHeader, readWebpHeader } from "@framewire/codec/validate";
import { readJpegHeader as readLeniently } from "../../../packages/capture/dist/jpeg/jpeg-header.js";
import { readPicture } from "../../../packages/capture/dist/jpeg/repair-jpeg.js";
import { jpegSegments } from "../../../packages/media/dist/jpeg/jpeg-segments.js";
import { jpegOf } from "../jpeg.ts";
import { bytesOf, ensure, type Target } from "../target.ts";

function webp(kind: string, content: string): Uint8Array {
  return new Uint8Array(Buffer.from(`RIFF\x40\0\0\0WEBP${kind}\x20\0\0\0${content.padEnd(24, "\0")}`, "latin1"));
}

/** A picture's bytes, of which only the headers are read before somebody decodes them. */
export const pictures: Target = {
  invariants: [
    "Nothing is thrown.",
    "A size is 1x1 to 65535x65535 for a JPEG, and to 2^24x2^24 for a WebP.",
    "Where the strict reader of the codecs finds a size, that of the cameras finds the same.",
    "A picture that gets Huffman tables has the size that it had, and lacks them no more.",
    "The segments of a JPEG lie within it, and are at most 256.",
  ],
  covers: [
    "media/dist/jpeg/jpeg-header",
    "media/dist/jpeg/jpeg-segments",
    "codec/dist/webp/webp-header",
    "capture/dist/jpeg/jpeg-header",
    "capture/dist/jpeg/repair-jpeg",
  ],
  seeds: [
    jpegOf(64, 48),
    jpegOf(60_000, 60_000),
    jpegOf(64, 48, { tables: false }),
    webp("VP8X", "\0\0\0\0\x3f\0\0\x2f\0\0"),
    webp("VP8L", "\x2f\x3f\xc0\x0b\0"),
    webp("VP8 ", "\0\0\0\x9d\x01\x2a\x40\0\x30\0"),
  ],
  words: [
    "\xff\xd8",
    "\xff\xc0\0\x0b\x08\0\x10\0\x20\x01\x01\x11\0",
    "\xff\xc2",
    "\xff\xda\0\x02",
    "\xff\xff",
    "\xff\xd0",
    "\xff\x01",
    "\xff\xc4\0\x02",
    "VP8L",
    "VP8X",
    "VP8 ",
  ].map(bytesOf),
  maxBytes: 5000,
  run(input) {
    const strict = readJpegHeader(input);
    const lenient = readLeniently(input);
    for (const header of [strict, typeof lenient === "string" ? undefined : lenient]) {
      if (header)
        for (const side of [header.width, header.height]) ensure(side >= 1 && side <= 65_535, `A side is ${side}.`);
    }
    if (strict) {
      ensure(
        typeof lenient !== "string",
        `A JPEG is refused, with a size of ${strict.width}x${strict.height}: ${lenient}`,
      );
      ensure(strict.width === lenient.width && strict.height === lenient.height, "The two readers see two sizes.");
    }
    const picture = readPicture(input);
    if (typeof picture !== "string") {
      const again = readLeniently(picture.data);
      ensure(typeof again !== "string" && !again.lacksHuffmanTables, "The picture lacks its tables.");
      ensure(again.width === picture.width && again.height === picture.height, "The picture has another size.");
    }
    const segments = [...jpegSegments(input)];
    const bytes = segments.reduce((sum, { body }) => sum + body.length + 4, 2);
    ensure(segments.length <= 256 && (segments.length === 0 || bytes <= input.length), "Segments are beyond the end.");
    const header = readWebpHeader(input);
    if (header)
      for (const side of [header.width, header.height])
        ensure(side >= 1 && side <= 2 ** 24, `A side of the WebP is ${side}.`);
  },
};
