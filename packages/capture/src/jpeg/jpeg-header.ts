/** What the headers of a JPEG say. */
export interface JpegHeader {
  /** Pixels in a row. */
  readonly width: number;
  /** Number of rows. */
  readonly height: number;
  /** Index of the first start of scan marker. */
  readonly scan: number;
  /** The scan is baseline Huffman coded, and no table for it is in the file. */
  readonly lacksHuffmanTables: boolean;
}

/** Start of frame markers: SOF0 to SOF15 without DHT, JPG and DAC, which lie among them (ITU T.81, table B.1). */
function isStartOfFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** Reads the marker segments up to the first scan; says in a few words why when it is no picture that can be shown. */
export function readJpegHeader(data: Uint8Array): JpegHeader | string {
  if (data[0] !== 0xff || data[1] !== 0xd8) return "it does not begin as a JPEG";
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let frame: { width: number; height: number; baseline: boolean } | undefined;
  let tables = false;
  let at = 2;
  while (at + 4 <= data.length && data[at] === 0xff) {
    const marker = data[at + 1] ?? 0;
    if (marker === 0xff || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    if (marker === 0x00 || marker === 0xd8 || marker === 0xd9) break;
    const length = view.getUint16(at + 2);
    if (length < 2 || at + 2 + length > data.length) break;
    if (marker === 0xda) {
      if (!frame) return "its headers give no size";
      const { width, height, baseline } = frame;
      return { width, height, scan: at, lacksHuffmanTables: baseline && !tables };
    }
    if (marker === 0xc4) tables = true;
    if (isStartOfFrame(marker) && length >= 8) {
      const height = view.getUint16(at + 5);
      const width = view.getUint16(at + 7);
      if (width === 0 || height === 0) return "its headers give an empty size";
      frame = { width, height, baseline: marker === 0xc0 || marker === 0xc1 };
    }
    at += 2 + length;
  }
  return "it is cut off or damaged in its headers";
}
