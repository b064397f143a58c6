import type { Codec } from "@framewire/codec";

export { jpegs, pixels } from "test-support/sources";

/** A codec that copies, and counts. */
export function countingCodec(name: string): { readonly codec: Codec; readonly encoded: number[] } {
  const encoded: number[] = [];
  const refuse = () => {
    throw new Error("Nothing is decoded here.");
  };
  const codec: Codec = {
    name,
    createEncoder: () => ({
      async encode({ format: _, ...frame }) {
        encoded.push(frame.sequence);
        return { ...frame, codec: name, type: "key" };
      },
      async close() {},
    }),
    createDecoder: refuse,
  };
  return { codec, encoded };
}
