import type { ImageFormat } from "../validate/validate-frame.ts";

/** JPEG, whatever writes it. */
export const jpegFormat: ImageFormat = {
  name: "jpeg",
  maxSide: 65_500,
  problemOf(data) {
    if (data[0] !== 0xff || data[1] !== 0xd8 || data[2] !== 0xff) return "the data does not start as jpeg does.";
    // Without this, libjpeg would let a picture pass or not by how much of its end it happened to need.
    if (!hasEnd(data)) return "the picture is cut short: its end marker is missing.";
    return undefined;
  },
};

const endOfImage = Buffer.from([0xff, 0xd9]);

/** An end marker is there, where it may be followed by padding. Within a picture's data these bytes do not occur. */
function hasEnd({ buffer, byteOffset, byteLength }: Uint8Array): boolean {
  return Buffer.from(buffer, byteOffset, byteLength).lastIndexOf(endOfImage) > 0;
}
