/**
 * The checks that this package's codecs make before a library sees a frame, for codecs elsewhere.
 *
 * @module
 */
export { jpegFormat } from "../jpeg/jpeg-format.ts";
export { webpFormat } from "../webp/webp-format.ts";
export { readWebpHeader, type WebpHeader } from "../webp/webp-header.ts";
export { checkedMaxPixels, checkedQuality } from "./check-options.ts";
export {
  errorMessage,
  type ImageFormat,
  type ImageHeader,
  type ImageSize,
  validateEncodedFrame,
  validateSize,
  validateVideoFrame,
} from "./validate-frame.ts";
