import type { Codec } from "@framewire/codec";
import { expect, it } from "vitest";
import { join } from "../testing/peers.ts";
import { serve } from "../testing/serve.ts";
import { countingCodec, pixels } from "../testing/sources.ts";
import { take } from "../testing/until.ts";

/** A codec that remembers for which qualities it was asked. */
function askedCodec(): { readonly codec: Codec; readonly qualities: (number | undefined)[] } {
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
  ["of the first level of those that are given", { ladder: [{ quality: 41, scale: 1, relativeBytes: 1 }] }, 41],
  ["as it is given, where no levels are", { quality: 63, ladder: undefined }, 63],
] as const)("encodes in the quality %s", async (_, options, quality) => {
  const { codec, qualities } = askedCodec();
  const { port } = await serve({ source: pixels().source, encoding: { codecs: [codec], ...options } });
  const { connection } = await join(port, { codecs: ["plain"] });
  await take(connection.frames, 3);
  expect(qualities).toEqual([quality]);
});

it("says what is wrong with levels that are none", async () => {
  await expect(serve({ source: pixels().source, encoding: { ladder: [] } })).rejects.toThrow("give at least one");
});
