/**
 * The headers of a JPEG.
 *
 * @module
 */
export { type JpegHeader, readJpegHeader } from "./jpeg-header.ts";
export { type JpegSegment, jpegSegments, startOfScan } from "./jpeg-segments.ts";
