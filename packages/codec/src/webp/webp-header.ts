/** What a WebP says of itself before its picture begins. */
export interface WebpHeader {
  readonly width: number;
  readonly height: number;
  /** Bytes of the whole file, its own header included. */
  readonly bytes: number;
}

/** Reads the beginning of a WebP (RFC 9649, section 2). Gives nothing where it is not laid out so, or has no pixels. */
export function readWebpHeader(data: Uint8Array): WebpHeader | undefined {
  const header = readSides(data);
  return header && header.width > 0 && header.height > 0 ? header : undefined;
}

function readSides(data: Uint8Array): WebpHeader | undefined {
  if (data.length < 30) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const bytes = 8 + view.getUint32(4, true);
  const kind = String.fromCharCode(...data.subarray(12, 16));
  if (kind === "VP8X") {
    return { width: 1 + threeBytes(view, 24), height: 1 + threeBytes(view, 27), bytes };
  }
  if (kind === "VP8L" && view.getUint8(20) === 0x2f) {
    const sides = view.getUint32(21, true);
    return { width: 1 + (sides & 0x3fff), height: 1 + ((sides >>> 14) & 0x3fff), bytes };
  }
  // The start code of a key frame, and after it two sides of 14 bits (RFC 6386, section 9.1).
  if (kind === "VP8 " && threeBytes(view, 23) === 0x2a019d) {
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff, bytes };
  }
  return undefined;
}

function threeBytes(view: DataView, at: number): number {
  return view.getUint16(at, true) + 65_536 * view.getUint8(at + 2);
}
