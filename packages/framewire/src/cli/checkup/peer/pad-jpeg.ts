/** Pads a JPEG to a given size. */
import { randomFillSync } from "node:crypto";

/**
 * Returns the same JPEG with a length of `bytes`, by adding comment segments near its start: a frame of any size that
 * every decoder reads. The comments are random, so that nothing on the network compresses them. A JPEG that is at least
 * as long, or less than four bytes shorter, is returned as it is.
 */
export function padJpeg(jpeg: Uint8Array, bytes: number): Uint8Array {
  let missing = bytes - jpeg.length;
  // A comment segment takes at least four bytes.
  if (missing < 4) return jpeg;
  const padded = new Uint8Array(bytes);
  const start = jpeg[3] === app0Marker ? 4 + 256 * (jpeg[4] ?? 0) + (jpeg[5] ?? 0) : 2;
  padded.set(jpeg.subarray(0, start));
  let at = start;
  while (missing >= 4) {
    // Never leave a rest that is too small for another comment.
    const rest = missing - 2 - maxCommentLength;
    const length = rest > 0 && rest < 4 ? maxCommentLength - 4 : Math.min(missing - 2, maxCommentLength);
    padded.set([...commentMarker, length >> 8, length & 0xff], at);
    randomFillSync(padded, at + 4, length - 2);
    at += 2 + length;
    missing -= 2 + length;
  }
  padded.set(jpeg.subarray(start), at);
  return padded;
}

/** The second byte of APP0, the JFIF header, which must stay the first segment. */
const app0Marker = 0xe0;

/** COM, and the largest value of its length field, which includes itself (ITU-T T.81, B.2.4.5). */
const commentMarker = [0xff, 0xfe] as const;
const maxCommentLength = 0xffff;
