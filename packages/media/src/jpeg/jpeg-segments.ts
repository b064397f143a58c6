/** Walks the marker segments of a JPEG's headers. */

/** One marker of a JPEG's headers. */
export interface JpegSegment {
  /** The marker's second byte. */
  readonly marker: number;
  /** Index of the marker's first byte, `0xff`. */
  readonly index: number;
  /** The content after the length field. Empty for a marker that has no length. */
  readonly body: Uint8Array;
}

/** The marker that begins a scan; the entropy-coded data follows its segment. */
export const startOfScan = 0xda;

/** More segments than any camera sends. The headers are read on the main thread, so the work must be bounded. */
const maxSegments = 256;

/**
 * Yields the segments of a JPEG (ITU-T T.81, annex B) up to and including the first {@link startOfScan}. Stops early where
 * no decoder could go on, and after 256 segments.
 */
export function* jpegSegments(data: Uint8Array): Generator<JpegSegment, void, undefined> {
  if (data[0] !== 0xff || data[1] !== 0xd8) return;
  let index = 2;
  for (let count = 0; count < maxSegments && data[index] === 0xff; count++) {
    // Any number of fill bytes can precede a marker (B.1.1.2).
    while (data[index + 1] === 0xff) index++;
    const marker = data[index + 1];
    if (marker === undefined || marker === 0x00 || marker === 0xd8 || marker === 0xd9) return;
    if (standsAlone(marker)) {
      yield { marker, index, body: data.subarray(index + 2, index + 2) };
      index += 2;
      continue;
    }
    const [high, low] = [data[index + 2], data[index + 3]];
    if (high === undefined || low === undefined) return;
    const length = 256 * high + low;
    const end = index + 2 + length;
    if (length < 2 || end > data.length) return;
    yield { marker, index, body: data.subarray(index + 4, end) };
    if (marker === startOfScan) return;
    index = end;
  }
}

/** TEM and RST0 to RST7: the markers without a length field that are neither start nor end of the image. */
export function standsAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
}
