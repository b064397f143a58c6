/**
 * Reads the headers of a JPEG.
 *
 * @module
 */
export { type JpegHeader, readJpegHeader } from "./jpeg-header.ts";
export { type JpegSegment, jpegSegments, standsAlone, startOfScan } from "./jpeg-segments.ts";
