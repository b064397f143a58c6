import type { Codec } from "./codec.ts";
import { createSharpCodec } from "./sharp-codec.ts";

/**
 * JPEG (ITU-T T.81), baseline, 4:2:0: what every camera and browser speaks, and the cheaper codec of the
 * two. Pictures up to 65,500 pixels a side. Damage within the picture's data often cannot be told from a
 * picture, since the format has no checksums; a picture that is cut short always can.
 *
 * The settings are for a picture that is looked at once, now: standard Huffman tables in place of ones
 * computed for each picture cost less than half, for a few per cent more bytes. The README has the figures.
 */
export const jpeg: Codec = createSharpCodec({
  name: "jpeg",
  maxSide: 65_500,
  problemOf(data) {
    if (data[0] !== 0xff || data[1] !== 0xd8 || data[2] !== 0xff) return "the data does not start as jpeg does.";
    // Without this, libjpeg would let a picture pass or not by how much of its end it happened to need.
    if (!hasEnd(data)) return "the picture is cut short: its end marker is missing.";
    return undefined;
  },
  write: (picture, quality) =>
    picture.jpeg({ quality, optimiseCoding: false, progressive: false, mozjpeg: false, chromaSubsampling: "4:2:0" }),
});

const endOfImage = Buffer.from([0xff, 0xd9]);

/** An end marker is there, where it may be followed by padding. Within a picture's data these bytes do not occur. */
function hasEnd({ buffer, byteOffset, byteLength }: Uint8Array): boolean {
  return Buffer.from(buffer, byteOffset, byteLength).lastIndexOf(endOfImage) > 0;
}
