/**
 * What this package's own codecs check of a picture before a library sees it, for codecs elsewhere.
 *
 * @module
 */

export { type JpegHeader, readJpegHeader } from "@framewire/media/jpeg";
export { jpegFormat } from "../jpeg/jpeg-format.ts";
export { webpFormat } from "../webp/webp-format.ts";
export { readWebpHeader, type WebpHeader } from "../webp/webp-header.ts";
export { checkedMaxPixels, checkedQuality } from "./check-options.ts";
export { type ImageFormat, problemOfEncoded, problemOfPixels, reason } from "./validate-frame.ts";
