/** The WebP codec. */
import type { Codec } from "../codec.ts";
import { createSharpCodec } from "../sharp-codec.ts";
import { webpFormat } from "./webp-format.ts";

/**
 * WebP (RFC 9649), lossy: 20 to 40 % fewer bytes than JPEG at the same quality number, for four to six times the work.
 * For slow links between fast machines. At most 16,383 pixels a side. `pnpm bench codec` has the figures.
 *
 * Effort 0 is the fastest that libwebp has.
 */
export const webp: Codec = createSharpCodec({
  ...webpFormat,
  write: (image, quality) => image.webp({ quality, effort: 0 }),
});
