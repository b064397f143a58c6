import type { Codec } from "./codec.ts";
import { createSharpCodec } from "./sharp-codec.ts";

/**
 * WebP (RFC 9649), lossy: a fifth to two fifths fewer bytes than JPEG at the same quality number, for four to
 * six times the work. For links that are slow beside machines that are fast. Pictures up to 16,383 pixels a side.
 *
 * Effort 0 is the least that libwebp can do; the README has the figures.
 */
export const webp: Codec = createSharpCodec({
  name: "webp",
  maxSide: 16_383,
  problemOf: (data) =>
    ascii(data, 0, "RIFF") && ascii(data, 8, "WEBP") ? undefined : "the data does not start as webp does.",
  write: (picture, quality) => picture.webp({ quality, effort: 0 }),
});

function ascii(data: Uint8Array, at: number, text: string): boolean {
  return [...text].every((letter, i) => data[at + i] === letter.charCodeAt(0));
}
