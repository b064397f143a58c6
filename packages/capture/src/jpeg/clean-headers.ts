/** Removes what does not belong to the headers of a JPEG. */
import { standsAlone, startOfScan } from "@framewire/media/jpeg";

/** Most bytes that are removed. More is another format, or damage that cannot be repaired. */
const maxJunkBytes = 1024;

/** As many as `readJpegHeader` reads. */
const maxSegments = 256;

/**
 * Returns a copy that begins with its start marker, and whose segments follow each other: without bytes in front of or
 * between them, without a second start marker, and without markers that have no place before a scan. Returns `undefined`
 * where there is no start marker or no scan, or there would be more than 1024 bytes to remove.
 */
export function cleanHeaders(data: Uint8Array): Uint8Array | undefined {
  const start = indexOfStart(data);
  if (start < 0) return undefined;
  const parts = [data.subarray(start, start + 2)];
  let index = start + 2;
  let junkBytes = start;
  while (parts.length < maxSegments && junkBytes <= maxJunkBytes && index + 3 < data.length) {
    const end = segmentEnd(data, index);
    if (end === undefined) {
      index++;
      junkBytes++;
      continue;
    }
    if (end > data.length) return undefined;
    if (data[index + 1] === startOfScan) return concatenate([...parts, data.subarray(index)]);
    parts.push(data.subarray(index, end));
    index = end;
  }
  return undefined;
}

function indexOfStart(data: Uint8Array): number {
  for (let index = 0; index <= maxJunkBytes; index++) {
    if (data[index] === 0xff && data[index + 1] === 0xd8) return index;
  }
  return -1;
}

/** Returns the index after the segment that begins here, or `undefined` where none does. */
function segmentEnd(data: Uint8Array, index: number): number | undefined {
  const [prefix, marker = 0, high = 0, low = 0] = data.subarray(index, index + 4);
  // Below are reserved codes; the rest of the exceptions are the start and the end of an image, and fill bytes.
  if (prefix !== 0xff || marker < 0xc0 || standsAlone(marker) || [0xd8, 0xd9, 0xff].includes(marker)) return undefined;
  const length = 256 * high + low;
  return length < 2 ? undefined : index + 2 + length;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
