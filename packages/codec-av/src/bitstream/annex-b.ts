/** Reads the byte stream format of H.264 (ITU-T H.264, annex B): NAL units between start codes. */

/** Whether the data begins with a start code: 00 00 01, or 00 00 00 01. */
export function startsWithStartCode(data: Uint8Array): boolean {
  return data[0] === 0 && data[1] === 0 && (data[2] === 1 || (data[2] === 0 && data[3] === 1));
}

/** Yields the NAL units, without start codes, as views of the data. */
export function* nalUnits(data: Uint8Array): Generator<Uint8Array> {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  let start = bytes.indexOf(startCode);
  while (start >= 0) {
    const next = bytes.indexOf(startCode, start + startCode.length);
    const end = next < 0 ? bytes.length : next;
    yield withoutZeros(data.subarray(start + startCode.length, end));
    start = next;
  }
}

const startCode = Buffer.from([0, 0, 1]);

/** Zeros before a start code belong to it; a NAL unit never ends with one. */
function withoutZeros(unit: Uint8Array): Uint8Array {
  let end = unit.length;
  while (end > 0 && unit[end - 1] === 0) end--;
  return unit.subarray(0, end);
}
