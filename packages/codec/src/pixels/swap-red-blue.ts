/** Swaps the red and the blue channel. */

/**
 * Copies interleaved three-channel pixels with the first and the last channel swapped: BGR to RGB and back. It works on four
 * pixels at a time, as three 32-bit words, which is faster than a loop over bytes and than libvips' `recomb`, which computes
 * in floats.
 */
export function swapRedBlue(data: Uint8Array): Uint8Array {
  const swapped = Buffer.allocUnsafeSlow(data.length);
  const aligned = littleEndian && data.byteOffset % Uint32Array.BYTES_PER_ELEMENT === 0;
  const done = aligned ? swapWords(data, swapped) : 0;
  // The loop stays within the bounds of both arrays, so that no read is undefined.
  for (let i = done; i + 2 < data.length; i += 3) {
    swapped[i] = data[i + 2] as number;
    swapped[i + 1] = data[i + 1] as number;
    swapped[i + 2] = data[i] as number;
  }
  return swapped;
}

const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** Swaps all whole groups of four pixels, and returns their number of bytes. */
function swapWords(data: Uint8Array, swapped: Uint8Array): number {
  const wordCount = 3 * Math.floor(data.length / 12);
  const from = new Uint32Array(data.buffer, data.byteOffset, wordCount);
  const to = new Uint32Array(swapped.buffer, swapped.byteOffset, wordCount);
  for (let i = 0; i < wordCount; i += 3) {
    // In memory: B0 G0 R0 B1, G1 R1 B2 G2, R2 B3 G3 R3. Little-endian: the first byte is the word's lowest.
    const first = from[i] as number;
    const second = from[i + 1] as number;
    const third = from[i + 2] as number;
    to[i] = ((first >>> 16) & 0xff) | (first & 0xff00) | ((first & 0xff) << 16) | ((second & 0xff00) << 16);
    to[i + 1] = (second & 0xff0000ff) | ((first >>> 24) << 8) | ((third & 0xff) << 16);
    to[i + 2] = ((second >>> 16) & 0xff) | ((third >>> 24) << 8) | (third & 0xff0000) | ((third & 0xff00) << 16);
  }
  return 4 * wordCount;
}
