import { jpegSegments, startOfScan } from "./jpeg-segments.ts";

/** What a JPEG says of itself before its picture begins. */
export interface JpegHeader {
  readonly width: number;
  readonly height: number;
  /**
   * It is of the kind that cameras send: sequential and Huffman-coded, eight bits a sample, grey or three
   * components, the luma sampled as often as the colours or twice as often either way.
   */
  readonly plain: boolean;
}

/**
 * Reads a JPEG (ITU-T T.81) up to its first scan. Gives nothing where it is not laid out as the standard has it,
 * with one frame header before the scan.
 */
export function readJpegHeader(data: Uint8Array): JpegHeader | undefined {
  let header: JpegHeader | undefined;
  for (const { marker, body } of jpegSegments(data)) {
    if (marker === startOfScan) return header;
    if (!isFrameHeader(marker)) continue;
    if (header) return undefined;
    header = readFrameHeader(marker, body);
    if (!header) return undefined;
  }
  return undefined;
}

/** SOF0 to SOF15: of the sixteen, three are other segments. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** B.2.2: precision, height, width, number of components, and three bytes for each of them. */
function readFrameHeader(marker: number, body: Uint8Array): JpegHeader | undefined {
  const [precision = 0, high = 0, low = 0, wide = 0, narrow = 0, count = 0] = body;
  const [height, width] = [256 * high + low, 256 * wide + narrow];
  if (width === 0 || height === 0 || body.length !== 6 + 3 * count) return undefined;
  const samplings = Array.from({ length: count }, (_, i) => body[7 + 3 * i] as number);
  const plain = marker <= 0xc1 && precision === 8 && isUsual(samplings);
  return { width, height, plain };
}

/** Horizontal times vertical, four bits each: grey, or 4:4:4, 4:2:2, 4:4:0 and 4:2:0. */
function isUsual([luma = 0, ...colours]: readonly number[]): boolean {
  if (colours.length === 0) return true;
  return [0x11, 0x21, 0x12, 0x22].includes(luma) && colours.length === 2 && colours.every((each) => each === 0x11);
}
