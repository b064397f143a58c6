import { jpegFormat, readJpegHeader, readWebpHeader, webpFormat } from "@framewire/codec/validate";
import type { OpenCVFormat } from "./opencv-format.ts";

/** `cv::ImwriteFlags`. */
const setting = { jpegQuality: 1, webpQuality: 64 } as const;

/** JPEG as OpenCV has it. */
export const opencvJpegFormat: OpenCVFormat = {
  ...jpegFormat,
  extension: ".jpg",
  settings: (quality) => [setting.jpegQuality, quality],
  sizeOf: readJpegHeader,
};

/** WebP as OpenCV has it. */
export const opencvWebpFormat: OpenCVFormat = {
  ...webpFormat,
  extension: ".webp",
  settings: (quality) => [setting.webpQuality, quality],
  sizeOf(data) {
    const header = readWebpHeader(data);
    return header && header.bytes <= data.length ? header : undefined;
  },
};
