/** The golden vectors as seeds. */

import { readFileSync } from "node:fs";

/** The bytes of the protocol's golden vectors: packets, streams, and refused input. */
export function vectorBytes(): Uint8Array[] {
  return ["packets", "streams", "refused"].flatMap((name) => {
    const url = new URL(`../../../packages/protocol/vectors/${name}.json`, import.meta.url);
    const texts = readFileSync(url, "utf8").matchAll(/"hex": "((?:[0-9a-f]{2})*)"/g);
    return [...texts].map(([, hex = ""]) => new Uint8Array(Buffer.from(hex, "hex")));
  });
}
