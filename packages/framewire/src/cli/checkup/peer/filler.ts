import { randomFillSync } from "node:crypto";

/** The marker that begins every JPEG is followed by one that says how dense its pixels are, where there is one. */
const densityMarker = 0xe0;

/** The marker of a comment, and how many bytes it may hold with its length (ITU-T T.81, B.2.4.5). */
const comment = [0xff, 0xfe] as const;
const mostInComment = 0xffff;

/**
 * The same JPEG with so many bytes, by comments near its beginning: a picture as large as one likes, that every
 * decoder reads. The comments are filled by chance, so that nothing on the way makes them smaller. A JPEG that is as large
 * already is given back as it is.
 */
export function fillJpeg(jpeg: Uint8Array, bytes: number): Uint8Array {
  let missing = bytes - jpeg.length;
  // A comment takes four bytes at the least.
  if (missing < 4) return jpeg;
  const filled = new Uint8Array(bytes);
  const start = jpeg[3] === densityMarker ? 4 + 256 * (jpeg[4] ?? 0) + (jpeg[5] ?? 0) : 2;
  filled.set(jpeg.subarray(0, start));
  let at = start;
  while (missing >= 4) {
    // None is left that is too small for another comment.
    const left = missing - 2 - mostInComment;
    const length = left > 0 && left < 4 ? mostInComment - 4 : Math.min(missing - 2, mostInComment);
    filled.set([...comment, length >> 8, length & 0xff], at);
    randomFillSync(filled, at + 4, length - 2);
    at += 2 + length;
    missing -= 2 + length;
  }
  filled.set(jpeg.subarray(start), at);
  return filled;
}
