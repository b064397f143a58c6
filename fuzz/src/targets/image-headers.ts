/** The readers of the headers of JPEG and WebP. */

import { jpegFormat, readWebpHeader } from "@framewire/codec/validate";
import { jpegSegments, readJpegHeader } from "@framewire/media/jpeg";
import { repairJpeg } from "../../../packages/capture/dist/jpeg/repair-jpeg.js";
import { jpegOf } from "../support/jpeg.ts";
import { bytesOf, ensure, type Target } from "../target.ts";

function webp(kind: string, content: string): Uint8Array {
  return new Uint8Array(Buffer.from(`RIFF\x40\0\0\0WEBP${kind}\x20\0\0\0${content.padEnd(24, "\0")}`, "latin1"));
}

/** The bytes of a frame, whose headers are read before a library decodes it. */
export const imageHeaders: Target = {
  invariants: [
    "Nothing is thrown.",
    "A size is 1x1 to 65535x65535 for a JPEG, and to 2^24x2^24 for a WebP.",
    "The codecs read a size exactly where the header conforms to the standard.",
    "A JPEG that conforms keeps its size when it is repaired, and then has tables and an end.",
    "The segments of a JPEG are inside it, and are at most 256.",
  ],
  covers: [
    "media/dist/jpeg/jpeg-header",
    "media/dist/jpeg/jpeg-segments",
    "media/dist/jpeg/exif-orientation",
    "media/dist/jpeg/end-marker",
    "codec/dist/webp/webp-header",
    "capture/dist/jpeg/repair-jpeg",
    "capture/dist/jpeg/clean-headers",
  ],
  seeds: [
    jpegOf(64, 48),
    jpegOf(60_000, 60_000),
    jpegOf(64, 48, { tables: false }),
    bytesOf("\xff\xd8\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"),
    webp("VP8X", "\0\0\0\0\x3f\0\0\x2f\0\0"),
    webp("VP8L", "\x2f\x3f\xc0\x0b\0"),
    webp("VP8 ", "\0\0\0\x9d\x01\x2a\x40\0\x30\0"),
  ],
  dictionary: [
    "\xff\xd8",
    "\xff\xd9",
    "\x01\x12\0\x03\0\0\0\x01\0\x06",
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
    const header = readJpegHeader(input);
    const size = jpegFormat.readHeader(input);
    if (typeof header === "string") ensure(size === undefined, `A JPEG has a size, although ${header}.`);
    else {
      for (const side of [header.width, header.height]) ensure(side >= 1 && side <= 65_535, `A side is ${side}.`);
      ensure(header.conforming || !header.plain, "A JPEG is plain, but does not conform.");
      ensure((size !== undefined) === header.conforming, "A codec reads a size from a JPEG that does not conform.");
      ensure(input[header.scanIndex] === 0xff && input[header.scanIndex + 1] === 0xda, "The scan's index is wrong.");
    }
    const image = repairJpeg(input);
    if (typeof image !== "string") {
      const again = readJpegHeader(image.data);
      ensure(typeof again !== "string" && !again.lacksHuffmanTables, "The JPEG lacks its tables.");
      ensure(again.width === image.width && again.height === image.height, "The JPEG has another size.");
      ensure(typeof header === "string" || !header.conforming || again.width === header.width, "The size has changed.");
      ensure(image.data.at(-2) === 0xff && image.data.at(-1) === 0xd9, "The JPEG has no end.");
      ensure(image.data.length <= input.length + 422, "The repair has added more than tables and an end.");
    }
    const segments = [...jpegSegments(input)];
    const bytes = segments.reduce((sum, { body }) => sum + body.length + 2, 2);
    ensure(segments.length <= 256 && (segments.length === 0 || bytes <= input.length), "Segments are beyond the end.");
    const webpHeader = readWebpHeader(input);
    if (webpHeader)
      for (const side of [webpHeader.width, webpHeader.height])
        ensure(side >= 1 && side <= 2 ** 24, `A side of the WebP is ${side}.`);
  },
};
