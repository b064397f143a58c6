/** Splits bytes into chunks at random. */

import type { Random } from "../engine/random.ts";

/** Most chunks of one input: smaller chunks of a long input only take time. */
const maxChunks = 1000;

/** Splits the bytes anywhere. Each chunk has memory of its own. */
export function split(bytes: Uint8Array, random: Random): Uint8Array[] {
  const longest = Math.max(random.pick([1, 3, 17, 100, 4096]), Math.ceil(bytes.length / maxChunks));
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + random.below(longest);
    chunks.push(bytes.slice(at, end));
    at = end;
  }
  return chunks;
}
