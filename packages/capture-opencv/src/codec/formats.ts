/** JPEG and WebP as OpenCV writes and reads them. */
import { jpegFormat, readWebpHeader, webpFormat } from "@framewire/codec/validate";
import type { OpenCVFormat } from "./opencv-format.ts";

/** `cv::ImwriteFlags`. */
const setting = { jpegQuality: 1, webpQuality: 64 } as const;

/** JPEG with OpenCV's settings. */
export const opencvJpegFormat: OpenCVFormat = {
  ...jpegFormat,
  extension: ".jpg",
  settings: (quality) => [setting.jpegQuality, quality],
};

/** WebP with OpenCV's settings. */
export const opencvWebpFormat: OpenCVFormat = {
  ...webpFormat,
  extension: ".webp",
  settings: (quality) => [setting.webpQuality, quality],
  readHeader(data) {
    const header = readWebpHeader(data);
    return header && header.bytes <= data.length ? header : undefined;
  },
};
