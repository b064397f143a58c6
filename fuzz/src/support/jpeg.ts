/** JPEG files for the seeds. */

function segment(marker: number, content: Uint8Array): Buffer {
  const length = content.length + 2;
  return Buffer.concat([Uint8Array.of(0xff, marker, length >> 8, length & 0xff), content]);
}

/** A baseline JPEG with valid markers and meaningless scan data, for parsers that do not decode. */
export function jpegOf(
  width: number,
  height: number,
  { tables = true }: { readonly tables?: boolean } = {},
): Uint8Array {
  return new Uint8Array(
    Buffer.concat([
      Uint8Array.of(0xff, 0xd8),
      segment(0xe1, Buffer.from("Exif\0\0")),
      segment(0xdb, Buffer.alloc(65, 1)),
      segment(0xc0, Uint8Array.of(8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0)),
      tables ? segment(0xc4, Buffer.alloc(20)) : Buffer.alloc(0),
      segment(0xda, Uint8Array.of(1, 1, 0, 0, 63, 0)),
      Uint8Array.of(0x12, 0x34, 0xff, 0x00, 0xab, 0xff, 0xd0, 0xff, 0xd9),
    ]),
  );
}
