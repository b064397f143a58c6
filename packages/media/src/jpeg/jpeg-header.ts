/** Reads the headers of a JPEG: its size, and how far it keeps to the standard. */
import { jpegSegments, startOfScan } from "./jpeg-segments.ts";

/** The headers of a JPEG. */
export interface JpegHeader {
  /** Pixels in a row. */
  readonly width: number;
  /** Number of rows. */
  readonly height: number;
  /** Index of the first start of scan marker. */
  readonly scanIndex: number;
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
  for (const { marker, index, body } of jpegSegments(data)) {
    if (!isAllowed(marker)) conforming = false;
    if (marker === huffmanTables) hasTables = true;
    if (marker === startOfScan) {
      if (!frame) return "its headers give no size";
      const { width, height, plain, huffman } = frame;
      const lacksHuffmanTables = huffman && !hasTables;
      return { width, height, scanIndex: index, conforming, plain: conforming && plain, lacksHuffmanTables };
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
