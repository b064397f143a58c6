/** Reads the header of a WebP. */

/** The header of a WebP. */
export interface WebpHeader {
  /** Pixels in a row. */
  readonly width: number;
  /** Number of rows. */
  readonly height: number;
  /** It has a colour profile. Its Exif metadata has no effect on how it is shown: browsers ignore it. */
  readonly hasIccProfile: boolean;
  /** Bytes of the whole file, including its header. */
  readonly bytes: number;
}

/** Reads the first chunk of a WebP (RFC 9649, section 2). Returns `undefined` where it is malformed or has no pixels. */
export function readWebpHeader(data: Uint8Array): WebpHeader | undefined {
  const header = readChunk(data);
  return header && header.width > 0 && header.height > 0 ? header : undefined;
}

function readChunk(data: Uint8Array): WebpHeader | undefined {
  if (data.length < 30) return undefined;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const bytes = 8 + view.getUint32(4, true);
  const chunk = String.fromCharCode(...data.subarray(12, 16));
  if (chunk === "VP8X") {
    const hasIccProfile = (view.getUint8(20) & iccFlag) !== 0;
    return { width: 1 + getUint24(view, 24), height: 1 + getUint24(view, 27), hasIccProfile, bytes };
  }
  if (chunk === "VP8L" && view.getUint8(20) === 0x2f) {
    const sides = view.getUint32(21, true);
    return { width: 1 + (sides & 0x3fff), height: 1 + ((sides >>> 14) & 0x3fff), hasIccProfile: false, bytes };
  }
  // The start code of a key frame, then two sides of 14 bits each (RFC 6386, section 9.1).
  if (chunk === "VP8 " && getUint24(view, 23) === 0x2a019d) {
    const [width, height] = [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff];
    return { width, height, hasIccProfile: false, bytes };
  }
  return undefined;
}

/** The bit of an extended header that announces a colour profile. */
const iccFlag = 0x20;

function getUint24(view: DataView, index: number): number {
  return view.getUint16(index, true) + 65_536 * view.getUint8(index + 2);
}
