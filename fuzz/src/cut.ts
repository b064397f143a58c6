import type { Random } from "./random.ts";

/** Smaller pieces of something long would only take time. */
const mostPieces = 1000;

/** The bytes in pieces, cut anywhere, each in memory of its own. */
export function cut(bytes: Uint8Array, random: Random): Uint8Array[] {
  const longest = Math.max(random.pick([1, 3, 17, 100, 4096]), Math.ceil(bytes.length / mostPieces));
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + random.below(longest);
    pieces.push(bytes.slice(at, end));
    at = end;
  }
  return pieces;
}
