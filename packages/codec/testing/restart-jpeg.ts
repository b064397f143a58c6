/** A JPEG with restart markers, made byte by byte. */

/** Options of {@link restartJpeg}. */
export interface RestartJpegOptions {
  /** Pixels per side, in blocks of 8x8. */
  readonly columns: number;
  readonly rows: number;
  /** Brightness of a block, 1 to 254. */
  readonly grey: (column: number, row: number) => number;
  /** Zero bytes before every second restart marker, as from some webcams. */
  readonly strayBytes?: number;
}

/** Makes a greyscale JPEG with one brightness per block and a restart marker after each block. */
export function restartJpeg({ columns, rows, grey, strayBytes = 0 }: RestartJpegOptions): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [0xff, 0xd8];
  const segment = (marker: number, body: readonly number[]) =>
    bytes.push(0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255, ...body);
  const [width, height] = [8 * columns, 8 * rows];
  segment(0xdb, [0, ...Array.from({ length: 64 }, () => 8)]);
  segment(0xc0, [8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0]);
  // Nine DC codes of four bits, for differences of 0 to 8 bits; one AC code of one bit, for the end of a block.
  segment(0xc4, [0x00, 0, 0, 0, 9, ...Array.from({ length: 12 }, () => 0), 0, 1, 2, 3, 4, 5, 6, 7, 8]);
  segment(0xc4, [0x10, 1, ...Array.from({ length: 15 }, () => 0), 0]);
  segment(0xdd, [0, 1]);
  segment(0xda, [1, 1, 0x00, 0, 63, 0]);
  for (let block = 0; block < columns * rows; block++) {
    if (block > 0) {
      if (block % 2 === 0) for (let i = 0; i < strayBytes; i++) bytes.push(0);
      bytes.push(0xff, 0xd0 + ((block - 1) % 8));
    }
    bytes.push(...codedBlock(grey(block % columns, Math.floor(block / columns)) - 128));
  }
  return Uint8Array.from([...bytes, 0xff, 0xd9]);
}

/** The bits of a block whose only coefficient is `dc` times 8, filled up with ones (T.81 F.1.2). */
function codedBlock(dc: number): number[] {
  const size = dc === 0 ? 0 : 1 + Math.floor(Math.log2(Math.abs(dc)));
  const value = dc < 0 ? dc + 2 ** size - 1 : dc;
  const bits = `${size.toString(2).padStart(4, "0")}${size === 0 ? "" : value.toString(2).padStart(size, "0")}0`;
  const padded = bits.padEnd(8 * Math.ceil(bits.length / 8), "1");
  return (padded.match(/.{8}/g) ?? []).flatMap((byte) => (byte === "11111111" ? [255, 0] : [Number.parseInt(byte, 2)]));
}
