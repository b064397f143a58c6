/** JPEG as an {@link ImageFormat}, the same for every library that writes it. */
import { endAtMarker, readJpegHeader } from "@framewire/media/jpeg";
import type { ImageFormat } from "../validate/validate-frame.ts";

/** JPEG, ITU-T T.81. */
export const jpegFormat: ImageFormat = {
  name: "jpeg",
  maxSide: 65_500,
  validate(data) {
    if (data[0] !== 0xff || data[1] !== 0xd8 || data[2] !== 0xff) return "the data does not start as jpeg does.";
    // libjpeg accepts or refuses a truncated image depending on how much of its end it happens to need.
    if (!hasEnd(data)) return "the image is cut short: its end marker is missing.";
    return undefined;
  },
  readHeader(data) {
    const header = readJpegHeader(data);
    return typeof header !== "string" && header.conforming ? header : undefined;
  },
  complete(data) {
    const header = readJpegHeader(data);
    return typeof header === "string" ? data : endAtMarker(data, header.codedIndex);
  },
};

const endOfImage = Buffer.from([0xff, 0xd9]);

/** Padding may follow the end marker. Its bytes do not occur inside entropy-coded data. */
function hasEnd({ buffer, byteOffset, byteLength }: Uint8Array): boolean {
  return Buffer.from(buffer, byteOffset, byteLength).lastIndexOf(endOfImage) > 0;
}
