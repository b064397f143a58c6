import type { ImageFormat } from "../validate/validate-frame.ts";

/** WebP, whatever writes it. */
export const webpFormat: ImageFormat = {
  name: "webp",
  maxSide: 16_383,
  problemOf: (data) =>
    ascii(data, 0, "RIFF") && ascii(data, 8, "WEBP") ? undefined : "the data does not start as webp does.",
};

function ascii(data: Uint8Array, at: number, text: string): boolean {
  return [...text].every((letter, i) => data[at + i] === letter.charCodeAt(0));
}
