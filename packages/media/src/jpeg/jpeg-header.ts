/** Reads the headers of a JPEG: how it is to be shown, and how far it keeps to the standard. */
import { exifMarker, type Orientation, readExifOrientation, swapsSides } from "./exif-orientation.ts";
import { jpegSegments, startOfScan } from "./jpeg-segments.ts";

/** The headers of a JPEG. */
export interface JpegHeader {
  /** Pixels in a row of the image as it is shown: after {@link orientation}. */
  readonly width: number;
  /** Number of rows of the image as it is shown. */
  readonly height: number;
  /** How the stored pixels have to be turned to be shown, by the first Exif segment; 1 where there is none. */
  readonly orientation: Orientation;
  /** It has a colour profile (ICC), so that its values may not be those of sRGB. */
  readonly hasIccProfile: boolean;
  /** Index of the first start of scan marker. */
  readonly scanIndex: number;
  /** Index of the first byte of coded data, after the header of that scan. */
  readonly codedIndex: number;
  /**
   * The layout is what the standard allows: known segments only, one well-formed frame header before the scan. Where this
   * is `false`, decoders can disagree about the size; do not pass untrusted data to one.
   */
  readonly conforming: boolean;
  /**
   * The kind that cameras send: {@link conforming}, sequential and Huffman-coded, eight bits a sample, greyscale or three
   * components in 4:4:4, 4:2:2, 4:4:0 or 4:2:0.
   */
  readonly plain: boolean;
  /** The scan is Huffman-coded and no table for it is in the file, as in motion JPEG from some webcams. */
  readonly lacksHuffmanTables: boolean;
}

/**
 * Reads a JPEG (ITU-T T.81) up to its first scan, as leniently as decoders do; callers that need more check
 * {@link JpegHeader.conforming}. Returns a reason such as `"it is cut off or damaged in its headers"` where there is no
 * size or no scan.
 */
export function readJpegHeader(data: Uint8Array): JpegHeader | string {
  if (data[0] !== 0xff || data[1] !== 0xd8) return "it does not begin as a JPEG";
  let frame: FrameHeader | undefined;
  let conforming = true;
  let hasTables = false;
  let orientation: Orientation | undefined;
  let hasIccProfile = false;
  for (const { marker, index, body } of jpegSegments(data)) {
    if (!isAllowed(marker)) conforming = false;
    if (marker === huffmanTables) hasTables = true;
    if (marker === exifMarker) orientation ??= readExifOrientation(body);
    if (marker === app2) hasIccProfile ||= startsWith(body, iccSignature);
    if (marker === startOfScan) {
      if (!frame) return "its headers give no size";
      return {
        ...shownSize(frame, orientation),
        orientation: orientation ?? 1,
        hasIccProfile,
        scanIndex: index,
        codedIndex: index + 4 + body.length,
        conforming,
        plain: conforming && frame.plain,
        lacksHuffmanTables: frame.huffman && !hasTables,
      };
    }
    if (!isFrameHeader(marker)) continue;
    const read = readFrameHeader(marker, body);
    if (frame || !read?.conforming) conforming = false;
    if (!read) continue;
    if (read.width === 0 || read.height === 0) return "its headers give an empty size";
    frame = read;
  }
  return "it is cut off or damaged in its headers";
}

/** DHT: defines Huffman tables. */
const huffmanTables = 0xc4;

/** APP2: the segment of ICC profiles, and of others. */
const app2 = 0xe2;

/** The text with which each part of an ICC profile begins (ICC.1, B.4). */
const iccSignature = "ICC_PROFILE\0";

function startsWith(body: Uint8Array, text: string): boolean {
  return [...text].every((letter, i) => body[i] === letter.charCodeAt(0));
}

function shownSize({ width, height }: FrameHeader, orientation: Orientation = 1): Pick<JpegHeader, "width" | "height"> {
  return swapsSides(orientation) ? { width: height, height: width } : { width, height };
}

/** SOF0 to SOF15. DHT, JPG and DAC share their range (table B.1). */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== huffmanTables && marker !== 0xc8 && marker !== 0xcc;
}

/** The markers of table B.1 that can precede a scan: frame headers, tables, intervals, application data, comments. */
function isAllowed(marker: number): boolean {
  return marker === 0xfe || (marker >= 0xc0 && marker <= 0xcf) || (marker >= 0xda && marker <= 0xef);
}

interface FrameHeader {
  readonly width: number;
  readonly height: number;
  /** Its length fits its number of components. */
  readonly conforming: boolean;
  readonly plain: boolean;
  readonly huffman: boolean;
}

/** B.2.2: precision, height, width, number of components, and three bytes for each of them. */
function readFrameHeader(marker: number, body: Uint8Array): FrameHeader | undefined {
  if (body.length < 6) return undefined;
  const [precision = 0, high = 0, low = 0, wide = 0, narrow = 0, count = 0] = body;
  // SOF0 (baseline) and SOF1 (extended sequential).
  const huffman = marker <= 0xc1;
  const samplings = Array.from({ length: count }, (_, i) => body[7 + 3 * i]);
  return {
    width: 256 * wide + narrow,
    height: 256 * high + low,
    conforming: body.length === 6 + 3 * count,
    plain: huffman && precision === 8 && isUsual(samplings),
    huffman,
  };
}

/** Sampling factors, horizontal and vertical, four bits each: greyscale, or 4:4:4, 4:2:2, 4:4:0 and 4:2:0. */
function isUsual([luma = 0, ...chroma]: readonly (number | undefined)[]): boolean {
  if (chroma.length === 0) return true;
  return [0x11, 0x21, 0x12, 0x22].includes(luma) && chroma.length === 2 && chroma.every((each) => each === 0x11);
}
