/** Coded data with stuffed zeros and restart markers. */
const scanData = Buffer.from("12345678ff00abcdffd0ff00ffd7030201", "hex");

/** A marker segment with its length. */
export function segment(marker: number, content: Uint8Array): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(0xff00 | marker, 0);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}

/** Options of {@link fakeJpeg}. */
export interface FakeJpeg {
  readonly width?: number;
  readonly height?: number;
  /** Content of an APP1 segment. */
  readonly app1?: Uint8Array;
  /** Coded data, stuffed as in a real JPEG. Default: a few bytes. */
  readonly scan?: Uint8Array;
  /** Whether it has Huffman tables. Default true. */
  readonly tables?: boolean;
}

/** Returns the markers of a baseline JPEG, for parsers that do not decode. */
export function fakeJpeg({ width = 64, height = 48, app1, scan = scanData, tables = true }: FakeJpeg = {}): Buffer {
  const frame = Buffer.from([8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    app1 ? segment(0xe1, app1) : Buffer.alloc(0),
    segment(0xdb, Buffer.alloc(65, 1)),
    segment(0xc0, frame),
    tables ? segment(0xc4, Buffer.alloc(20)) : Buffer.alloc(0),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    scan,
    Buffer.from([0xff, 0xd9]),
  ]);
}
