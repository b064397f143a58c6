import type { Codec } from "@framewire/codec";
import { pixels } from "test-support/sources";
import { take } from "test-support/take";
import { expect, it } from "vitest";
import { countingCodec } from "../testing/counting-codec.ts";
import { join } from "../testing/peers.ts";
import { serve } from "../testing/serve.ts";

/** A codec that keeps the quality of each encoder. */
function recordingCodec(): { readonly codec: Codec; readonly qualities: (number | undefined)[] } {
  const { codec } = countingCodec("plain");
  const qualities: (number | undefined)[] = [];
  return {
    qualities,
    codec: {
      ...codec,
      createEncoder(options) {
        qualities.push(options?.quality);
        return codec.createEncoder(options);
      },
    },
  };
}

it.each([
  ["of the first rendition of a ladder", { ladder: [{ quality: 41, scale: 1, relativeBytes: 1 }] }, 41],
  ["option, without a ladder", { quality: 63, ladder: undefined }, 63],
] as const)("encodes at the quality %s", async (_, options, quality) => {
  const { codec, qualities } = recordingCodec();
  const { port } = await serve({ source: pixels().source, encoding: { codecs: [codec], ...options } });
  const { connection } = await join(port, { codecs: ["plain"] });
  await take(connection.frames, 3);
  expect(qualities).toEqual([quality]);
});

it("refuses an empty ladder", async () => {
  await expect(serve({ source: pixels().source, encoding: { ladder: [] } })).rejects.toThrow("give at least one");
});
