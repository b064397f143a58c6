/** Checks of several frames at once. */
import type { EncodedFrame, VideoFrame } from "@framewire/media";
import type { Codec } from "../codec.ts";
import { decode, encode } from "../encode-stream.ts";
import type { CodecCheck, ComplianceOptions } from "./codec-check.ts";
import { ensure } from "./ensure.ts";
import { ensureSame } from "./round-trip.ts";
import { testFrame } from "./test-frame.ts";

/** Each result belongs to its own frame, and streams keep their order. */
export function orderChecks(codec: Codec, { psnr }: ComplianceOptions): readonly CodecCheck[] {
  /** Large and small frames in turn, so that later ones are finished first. */
  function frames(): VideoFrame[] {
    return Array.from({ length: 12 }, (_, sequence) => {
      const [width, height] = sequence % 2 === 0 ? [480, 320] : [24, 16];
      return testFrame({ subject: "smooth", format: "RGB", width, height, sequence, timestamp: 33_333 * sequence });
    });
  }

  return [
    {
      name: "keeps overlapping calls apart",
      async run() {
        const [encoder, decoder] = [codec.createEncoder(), codec.createDecoder()];
        const before = frames();
        const after = await Promise.all(
          (await Promise.all(before.map((frame) => encoder.encode(frame)))).map((frame) => decoder.decode(frame)),
        );
        await Promise.all([encoder.close(), decoder.close()]);
        for (const [i, frame] of before.entries()) ensureSame(frame, after[i] as VideoFrame, psnr.smooth);
      },
    },
    {
      name: "keeps a stream in order with concurrency, and two streams apart",
      async run() {
        await Promise.all(
          [2, 4].map(async (concurrency) => {
            const [encoder, decoder] = [codec.createEncoder(), codec.createDecoder()];
            const before = frames();
            const after: VideoFrame[] = [];
            const encoded = encode(streamOf(before), encoder, { concurrency });
            for await (const frame of decode(encoded, decoder, { concurrency })) after.push(frame);
            await Promise.all([encoder.close(), decoder.close()]);
            ensure(
              after.length === before.length,
              `${before.length} frames were encoded, and ${after.length} decoded.`,
            );
            for (const [i, frame] of before.entries()) ensureSame(frame, after[i] as VideoFrame, psnr.smooth);
          }),
        );
      },
    },
    {
      name: "continues the stream after a frame that cannot be decoded",
      async run() {
        const [encoder, decoder] = [codec.createEncoder(), codec.createDecoder()];
        const encoded = await Promise.all(frames().map((frame) => encoder.encode(frame)));
        const broken = encoded.map(
          (frame): EncodedFrame => (frame.sequence === 5 ? { ...frame, data: frame.data.subarray(0, 9) } : frame),
        );
        const decoding = decode(streamOf(broken), decoder);
        const sequences: number[] = [];
        for await (const { sequence } of decoding) sequences.push(sequence);
        await Promise.all([encoder.close(), decoder.close()]);
        ensure(sequences.join() === "0,1,2,3,4,6,7,8,9,10,11", `The decoded frames are ${sequences.join(", ")}.`);
        ensure(decoding.failed === 1, `One frame failed, and ${decoding.failed} were counted.`);
      },
    },
  ];
}

async function* streamOf<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}
