/**
 * What this package's own codecs check of a picture before a library sees it, for codecs elsewhere.
 *
 * @module
 */
export { jpegFormat } from "./jpeg-format.ts";
export { type JpegHeader, readJpegHeader } from "./jpeg-header.ts";
export { checkedMaxPixels, checkedQuality } from "./options.ts";
export { type PictureFormat, problemOfEncoded, problemOfPixels, reason } from "./picture-problems.ts";
export { webpFormat } from "./webp-format.ts";
export { readWebpHeader, type WebpHeader } from "./webp-header.ts";
