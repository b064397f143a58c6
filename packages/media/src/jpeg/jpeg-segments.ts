/** One segment of a JPEG: its marker's second byte, and what follows its length. */
export interface JpegSegment {
  readonly marker: number;
  readonly body: Uint8Array;
}

/** The marker that a scan begins with; the picture's data follows its segment. */
export const startOfScan = 0xda;

/** More segments and fill bytes than any camera sends: reading them happens on the main thread, and must not take long. */
const mostSteps = 256;

/**
 * The segments of a JPEG (ITU-T T.81, annex B) up to and with the first {@link startOfScan}. Ends early where
 * they are not laid out as the standard has it, also where a lenient decoder would find its way, and where there
 * are more than 256.
 */
export function* jpegSegments(data: Uint8Array): Generator<JpegSegment, void, undefined> {
  if (data[0] !== 0xff || data[1] !== 0xd8) return;
  let at = 2;
  for (let step = 0; step < mostSteps && at + 4 <= data.length && data[at] === 0xff; step++) {
    const marker = data[at + 1] as number;
    // Any number of fill bytes may stand before a marker (B.1.1.2).
    if (marker === 0xff) {
      at++;
      continue;
    }
    const length = 256 * (data[at + 2] as number) + (data[at + 3] as number);
    const end = at + 2 + length;
    if (!hasLength(marker) || length < 2 || end > data.length) return;
    yield { marker, body: data.subarray(at + 4, end) };
    if (marker === startOfScan) return;
    at = end;
  }
}

/** Frame headers, tables, scans, restart intervals, comments and what applications add (table B.1) say how long they are. */
function hasLength(marker: number): boolean {
  return marker === 0xfe || (marker >= 0xc0 && marker <= 0xcf) || (marker >= 0xda && marker <= 0xef);
}
