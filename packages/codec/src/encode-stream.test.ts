import { type EncodedFrame, silent, type VideoFrame } from "@framewire/media";
import { describe, expect, it } from "vitest";
import type { Decoder, Encoder } from "./codec.ts";
import { CodecError } from "./codec-error.ts";
import { testFrame } from "./compliance/test-frame.ts";
import { decode, encode } from "./encode-stream.ts";

function encodedFrame(sequence: number): EncodedFrame {
  return { sequence, timestamp: 0, codec: "test", type: "key", width: 1, height: 1, data: new Uint8Array(3) };
}

async function* of<T>(...values: T[]): AsyncGenerator<T> {
  yield* values;
}

/** Decodes to black; rejects with the error that `problem` returns for a frame. */
function decoderWith(problem: (frame: EncodedFrame) => Error | undefined): Decoder {
  return {
    async decode(frame) {
      const error = problem(frame);
      if (error) throw error;
      const { sequence, timestamp, width, height, data } = frame;
      return { sequence, timestamp, width, height, data, format: "RGB" };
    },
    async close() {},
  };
}

async function sequences(frames: AsyncIterable<VideoFrame | EncodedFrame>): Promise<number[]> {
  const list: number[] = [];
  for await (const { sequence } of frames) list.push(sequence);
  return list;
}

describe("decode", () => {
  it("skips, logs and counts frames that cannot be decoded", async () => {
    const warnings: string[] = [];
    const decoder = decoderWith(({ sequence }) =>
      sequence % 2 === 1 ? new CodecError("test", sequence, "the image is damaged.") : undefined,
    );
    const frames = of(...[0, 1, 2, 3, 4].map(encodedFrame));
    const decoding = decode(frames, decoder, { log: { ...silent, warn: (message) => warnings.push(message) } });
    expect(await sequences(decoding)).toEqual([0, 2, 4]);
    expect(decoding.failed).toBe(2);
    expect(warnings).toEqual([
      "A frame is skipped. test, frame 1: the image is damaged.",
      "A frame is skipped. test, frame 3: the image is damaged.",
    ]);
  });

  it("throws an error that does not concern one frame", async () => {
    const decoder = decoderWith(() => new Error("The decoder is closed."));
    await expect(sequences(decode(of(encodedFrame(0)), decoder))).rejects.toThrow("The decoder is closed.");
  });

  it("ends without an error on abort", async () => {
    const controller = new AbortController();
    const decoder: Decoder = { decode: () => new Promise(() => {}), close: async () => {} };
    const reading = sequences(decode(of(encodedFrame(0)), decoder, { signal: controller.signal }));
    setImmediate(() => controller.abort());
    expect(await reading).toEqual([]);
  });
});

describe("encode", () => {
  it("throws when a frame cannot be encoded, and closes the input", async () => {
    const encoder: Encoder = {
      async encode({ sequence, timestamp, width, height, data }) {
        if (sequence === 1) throw new CodecError("test", sequence, "no.");
        return { sequence, timestamp, width, height, data, codec: "test", type: "key" };
      },
      async close() {},
    };
    let closed = false;
    async function* frames(): AsyncGenerator<VideoFrame> {
      try {
        for (let sequence = 0; ; sequence++) {
          yield testFrame({ subject: "smooth", format: "RGB", width: 1, height: 1, sequence });
        }
      } finally {
        closed = true;
      }
    }
    const seen: number[] = [];
    await expect(
      (async () => {
        for await (const { sequence } of encode(frames(), encoder)) seen.push(sequence);
      })(),
    ).rejects.toThrow("test, frame 1: no.");
    expect(seen).toEqual([0]);
    expect(closed).toBe(true);
  });
});
