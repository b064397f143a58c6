/**
 * Reads the headers of a JPEG.
 *
 * @module
 */
export { endAtMarker } from "./end-marker.ts";
export { type Orientation, readJpegOrientation } from "./exif-orientation.ts";
export { type JpegHeader, readJpegHeader } from "./jpeg-header.ts";
export { type JpegSegment, jpegSegments, standsAlone, startOfScan } from "./jpeg-segments.ts";
