/** Reads the orientation from the Exif metadata of a JPEG. */
import { jpegSegments } from "./jpeg-segments.ts";

/**
 * How the stored pixels have to be turned to be upright, as Exif numbers it: 1 not at all; 2 mirrored left to right; 3 by
 * 180°; 4 mirrored top to bottom; 5 mirrored at the main diagonal; 6 by 90° clockwise; 7 mirrored at the other diagonal; 8 by
 * 270° clockwise. From 5 on, width and height change places.
 */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** Whether width and height change places when the pixels are turned upright. */
export function swapsSides(orientation: Orientation): boolean {
  return orientation >= 5;
}

/** Reads the orientation of a JPEG, by its first Exif segment; 1 where there is none. `readJpegHeader` reads it too. */
export function readJpegOrientation(data: Uint8Array): Orientation {
  for (const { marker, body } of jpegSegments(data)) {
    const orientation = marker === exifMarker ? readExifOrientation(body) : undefined;
    if (orientation) return orientation;
  }
  return 1;
}

/** APP1: the segment of Exif, and of others. */
export const exifMarker = 0xe1;

/**
 * Reads the body of an APP1 segment. Returns `undefined` where it is not Exif (CIPA DC-008), and 1 where that has no valid
 * orientation.
 */
export function readExifOrientation(body: Uint8Array): Orientation | undefined {
  if (!exifSignature.every((byte, i) => body[i] === byte)) return undefined;
  const tiff = new DataView(body.buffer, body.byteOffset + exifSignature.length, body.length - exifSignature.length);
  if (tiff.byteLength < 8) return 1;
  const littleEndian = tiff.getUint16(0) === 0x4949;
  // The first directory: a count of entries, each of 12 bytes.
  const directory = tiff.getUint32(4, littleEndian);
  if (directory + 2 > tiff.byteLength) return 1;
  const count = tiff.getUint16(directory, littleEndian);
  for (let i = 0, entry = directory + 2; i < count && entry + 12 <= tiff.byteLength; i++, entry += 12) {
    if (tiff.getUint16(entry, littleEndian) !== orientationTag) continue;
    const value = tiff.getUint16(entry + 8, littleEndian);
    return tiff.getUint16(entry + 2, littleEndian) === short && isOrientation(value) ? value : 1;
  }
  return 1;
}

const exifSignature = [0x45, 0x78, 0x69, 0x66, 0, 0];
const orientationTag = 0x0112;

/** TIFF's type of a 16-bit number. */
const short = 3;

function isOrientation(value: number): value is Orientation {
  return value >= 1 && value <= 8;
}
