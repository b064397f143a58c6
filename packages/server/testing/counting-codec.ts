/** A codec for tests of a server. */

import type { Codec } from "@framewire/codec";

/** A codec that copies the data, and keeps the sequence of each frame that it has encoded. */
export function countingCodec(name: string): { readonly codec: Codec; readonly encoded: number[] } {
  const encoded: number[] = [];
  const codec: Codec = {
    name,
    createEncoder: () => ({
      async encode({ format: _, ...frame }) {
        encoded.push(frame.sequence);
        return { ...frame, codec: name, type: "key" };
      },
      async close() {},
    }),
    createDecoder() {
      throw new Error("These tests decode nothing.");
    },
  };
  return { codec, encoded };
}
