import type { EncodedFrame, VideoFrame } from "@framewire/media";
import { describe, expect, it } from "vitest";
import type { Codec, Decoder, Encoder } from "./codec.ts";
import { CodecError } from "./codec-error.ts";
import { toRgb } from "./compliance/test-frame.ts";
import { codecChecks, psnr } from "./compliance.ts";

const options = { psnr: { smooth: 99, noisy: 99 }, large: { width: 600, height: 400 } };

/** Header: a mark, width and height. Then the pixels as RGB. Simple enough to break in many ways. */
const plain: Codec = {
  name: "plain",
  createEncoder() {
    let closed = false;
    return {
      async encode(frame) {
        if (closed) throw new Error("closed");
        const { sequence, timestamp, width, height } = frame;
        const step = frame.format === "RGBA" ? 4 : 3;
        if (width * height < 1 || frame.data.length !== width * height * step) {
          throw new CodecError("plain", sequence, "the data does not fit the size.");
        }
        const data = new Uint8Array(12 + width * height * 3);
        new Uint32Array(data.buffer, 0, 3).set([0xc0dec, width, height]);
        data.set(toRgb(frame).data, 12);
        return { sequence, timestamp, width, height, codec: "plain", type: "key", data };
      },
      async close() {
        closed = true;
      },
    };
  },
  createDecoder({ maxPixels = 1e8 } = {}) {
    let closed = false;
    return {
      async decode({ sequence, timestamp, width, height, codec, data }) {
        if (closed) throw new Error("closed");
        const [mark, w, h] = data.length < 12 ? [] : new Uint32Array(data.slice(0, 12).buffer);
        const fits = w === width && h === height && data.length === 12 + width * height * 3;
        if (codec !== "plain" || mark !== 0xc0dec || !fits || width * height > maxPixels) {
          throw new CodecError("plain", sequence, "the image is damaged.");
        }
        return { sequence, timestamp, width, height, format: "RGB", data: data.slice(12) };
      },
      async close() {
        closed = true;
      },
    };
  },
};

/** `plain` with one change. */
function mutant(change: {
  encoder?: (encoder: Encoder) => Partial<Encoder>;
  decoder?: (decoder: Decoder) => Partial<Decoder>;
}): Codec {
  return {
    name: "plain",
    createEncoder(options) {
      const encoder = plain.createEncoder(options);
      return { ...encoder, ...change.encoder?.(encoder) };
    },
    createDecoder(options) {
      const decoder = plain.createDecoder(options);
      return { ...decoder, ...change.decoder?.(decoder) };
    },
  };
}

/** A codec whose decoder changes the result of a correct one. */
function decoding(change: (after: VideoFrame, before: EncodedFrame) => VideoFrame): Codec {
  return mutant({ decoder: ({ decode }) => ({ decode: async (frame) => change(await decode(frame), frame) }) });
}

/** A codec whose decoder has another answer where a correct one refuses. */
function refusing(answer: (frame: EncodedFrame, error: CodecError) => VideoFrame): Codec {
  return mutant({
    decoder: ({ decode }) => ({
      decode: (frame) =>
        decode(frame).catch((error: unknown) => {
          if (error instanceof CodecError) return answer(frame, error);
          throw error;
        }),
    }),
  });
}

function black({ sequence, timestamp, width, height }: EncodedFrame): VideoFrame {
  return {
    sequence,
    timestamp,
    width,
    height,
    format: "RGB",
    data: new Uint8Array(Math.max(0, 3 * width * height) || 0),
  };
}

async function failures(codec: Codec): Promise<string[]> {
  const names: string[] = [];
  for (const { name, run } of codecChecks(codec, options)) await run().catch(() => names.push(name));
  return names;
}

describe("the compliance suite", () => {
  for (const { name, run } of codecChecks(plain, options)) it(`passes a correct codec: ${name}`, run);

  it("names each check differently", () => {
    const names = codecChecks(plain, options).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each<[string, Codec, string]>([
    [
      "swaps red and blue",
      decoding((after) => ({ ...after, data: toRgb({ ...after, format: "BGR" }).data })),
      "keeps a smooth RGB frame at 99 dB",
    ],
    [
      "encodes BGR as RGB",
      mutant({
        encoder: ({ encode }) => ({ encode: (f) => encode(f.format === "BGR" ? { ...f, format: "RGB" } : f) }),
      }),
      "keeps a smooth BGR frame at 99 dB",
    ],
    ["loses the sequence", decoding((after) => ({ ...after, sequence: 0 })), "keeps overlapping calls apart"],
    [
      "loses the timestamp",
      decoding((after) => ({ ...after, timestamp: 0 })),
      "carries over sequence, timestamp and size, and sets its name",
    ],
    [
      "returns fewer bytes than its size takes",
      decoding((after) => ({ ...after, data: after.data.subarray(3) })),
      "keeps a frame of 17x13",
    ],
    [
      "sets another codec's name",
      mutant({ encoder: ({ encode }) => ({ encode: async (f) => ({ ...(await encode(f)), codec: "jpeg" }) }) }),
      "carries over sequence, timestamp and size, and sets its name",
    ],
    [
      "decodes truncated data to black",
      refusing((frame) => black(frame)),
      "refuses truncated data of any length with an error that names the frame",
    ],
    [
      "throws errors that do not name the frame",
      refusing(() => {
        throw new Error("bad");
      }),
      "refuses data of no image format with an error that names the frame",
    ],
    [
      "names another frame in its errors",
      refusing(({ sequence }) => {
        throw new CodecError("plain", sequence + 1, "bad.");
      }),
      "refuses a frame of another codec",
    ],
    [
      "decodes damaged data to another size",
      refusing((frame) => ({ ...black(frame), data: new Uint8Array(1) })),
      "rejects damaged data with an error that names the frame, or decodes it to the right size",
    ],
    [
      "ignores maxPixels",
      { ...plain, createDecoder: () => plain.createDecoder() },
      "refuses a frame of more than maxPixels, and accepts one of exactly maxPixels",
    ],
    [
      "trusts the size that the frame says",
      refusing((frame, error) => {
        if (frame.data.length !== 12 + 64 * 48 * 3) throw error;
        return black(frame);
      }),
      "refuses an image of another size than its frame says",
    ],
    [
      "writes to its input",
      decoding((after, before) => {
        before.data[20] = 0;
        return after;
      }),
      "reads frames inside larger buffers, and writes to none of them",
    ],
    [
      "reads from the start of the buffer, not of the view",
      mutant({
        encoder: ({ encode }) => ({
          encode: (f) => encode({ ...f, data: new Uint8Array(f.data.buffer as ArrayBuffer, 0, f.data.length) }),
        }),
      }),
      "reads frames inside larger buffers, and writes to none of them",
    ],
    [
      "mixes up overlapping calls",
      (() => {
        let last: VideoFrame | undefined;
        return mutant({
          encoder: ({ encode }) => ({
            async encode(frame) {
              last = frame;
              await new Promise(setImmediate);
              return encode(last);
            },
          }),
        });
      })(),
      "keeps overlapping calls apart",
    ],
    [
      "encodes pixels of any length",
      mutant({
        encoder: ({ encode }) => ({
          encode: (f) => encode({ ...f, data: f.data.slice(0, 64 * 48 * 3) }),
        }),
      }),
      "refuses to encode pixels that do not match the size, with an error that names the frame",
    ],
    [
      "continues after close()",
      mutant({ encoder: () => ({ close: async () => {} }) }),
      "encodes and decodes nothing after close(), which can be called twice",
    ],
  ])("fails a codec that %s", async (_what, codec, check) => {
    expect(await failures(codec)).toContain(check);
  });
});

describe("psnr", () => {
  it("is 20 log10(255 / d) where all samples differ by d", () => {
    expect(psnr(new Uint8Array(9).fill(100), new Uint8Array(9).fill(105))).toBeCloseTo(20 * Math.log10(51), 9);
    expect(psnr(new Uint8Array(9), new Uint8Array(9))).toBe(Number.POSITIVE_INFINITY);
    expect(() => psnr(new Uint8Array(1), new Uint8Array(2))).toThrow(RangeError);
  });
});
