/** The end marker of a JPEG, which some cameras forget and others put before padding. */

/**
 * Returns the JPEG up to its end marker, in the same memory, or a copy with an end marker where there is none from
 * `codedIndex` on, the first byte of coded data: in front of it, it is that of a thumbnail. The bytes of the marker do not
 * occur inside coded data.
 */
export function endAtMarker(data: Uint8Array, codedIndex: number): Uint8Array {
  for (let index = data.lastIndexOf(0xd9); index > codedIndex; index = data.lastIndexOf(0xd9, index - 1)) {
    if (data[index - 1] === 0xff) return data.subarray(0, index + 1);
  }
  const ended = new Uint8Array(data.length + 2);
  ended.set(data);
  ended.set([0xff, 0xd9], data.length);
  return ended;
}
