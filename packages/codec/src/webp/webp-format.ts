/** WebP as an {@link ImageFormat}, the same for every library that writes it. */
import type { ImageFormat } from "../validate/validate-frame.ts";
import { readWebpHeader } from "./webp-header.ts";

/** WebP, RFC 9649. */
export const webpFormat: ImageFormat = {
  name: "webp",
  maxSide: 16_383,
  validate: (data) =>
    hasAscii(data, 0, "RIFF") && hasAscii(data, 8, "WEBP") ? undefined : "the data does not start as webp does.",
  readHeader: readWebpHeader,
};

function hasAscii(data: Uint8Array, index: number, text: string): boolean {
  return [...text].every((letter, i) => data[index + i] === letter.charCodeAt(0));
}
