import type { Codec } from "../codec.ts";
import { createSharpCodec } from "../sharp-codec.ts";
import { webpFormat } from "./webp-format.ts";
import { readWebpHeader } from "./webp-header.ts";

/**
 * WebP (RFC 9649), lossy: a fifth to two fifths fewer bytes than JPEG at the same quality number, for four to
 * six times the work. For links that are slow beside machines that are fast. Pictures up to 16,383 pixels a side.
 *
 * Effort 0 is the least that libwebp can do; the README has the figures.
 */
export const webp: Codec = createSharpCodec({
  ...webpFormat,
  sizeOf: readWebpHeader,
  write: (picture, quality) => picture.webp({ quality, effort: 0 }),
});
