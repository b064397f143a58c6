/** Checks of codecs whose frames build on each other. */
import type { EncodedFrame, VideoFrame } from "@framewire/media";
import type { Codec, FrameEncodeOptions } from "../codec.ts";
import type { CodecCheck, ComplianceOptions } from "./codec-check.ts";
import { codecError, ensure } from "./ensure.ts";
import { ensureSame } from "./round-trip.ts";
import { testFrame } from "./test-frame.ts";

/** References, key frames on request, the byte budget, and what follows a frame that is lost or damaged. */
export function deltaChecks(codec: Codec, { psnr }: ComplianceOptions): readonly CodecCheck[] {
  return [
    {
      name: "makes one key frame, and then delta frames that name the frame before them",
      async run() {
        const frames = sequenceOf(12);
        const encoded = await encodeAll(codec, frames);
        for (const [i, frame] of encoded.entries()) {
          const type = i === 0 ? "key" : "delta";
          ensure(frame.type === type, `Frame ${i} is a ${frame.type} frame, and must be a ${type} frame.`);
          const dependsOn = i === 0 ? undefined : frames[i - 1]?.sequence;
          ensure(frame.dependsOn === dependsOn, `Frame ${i} builds on ${frame.dependsOn}, and must on ${dependsOn}.`);
        }
        await ensureDecoded(codec, frames, encoded, psnr.smooth);
      },
    },
    {
      name: "makes a key frame when asked, which a new decoder decodes, and the frames after it",
      async run() {
        const frames = sequenceOf(8);
        const encoded = await encodeAll(codec, frames, (i) => ({ keyFrame: i === 4 }));
        const types = encoded.map(({ type }) => type).join();
        ensure(types === "key,delta,delta,delta,key,delta,delta,delta", `The frames are ${types}.`);
        await ensureDecoded(codec, frames.slice(4), encoded.slice(4), psnr.smooth);
      },
    },
    {
      name: "makes a key frame where the size changes",
      async run() {
        const frames = [...sequenceOf(2), ...sequenceOf(2, { width: 160, height: 120, first: 2 })];
        const encoded = await encodeAll(codec, frames);
        const types = encoded.map(({ type }) => type).join();
        ensure(types === "key,delta,key,delta", `The frames are ${types}.`);
        await ensureDecoded(codec, frames, encoded, psnr.smooth);
      },
    },
    {
      name: "keeps the byte budget of each frame for 99 of 100 frames, key frames included",
      async run() {
        const budgets = [9000, 3000, 3000, 12_000, 2000, 5000, 2000, 20_000, 4000, 2500];
        const frames = sequenceOf(200, { subject: "noisy" });
        const encoded = await encodeAll(codec, frames, (i) => ({
          maxBytes: budgets[i % budgets.length],
          keyFrame: i % 50 === 25,
        }));
        const over = encoded.filter(({ data }, i) => data.length > (budgets[i % budgets.length] as number));
        ensure(over.length <= 2, `${over.length} of 200 frames are over their budgets.`);
      },
    },
    {
      name: "keeps a budget that falls to an eighth in the very next frame",
      async run() {
        const frames = sequenceOf(40, { subject: "noisy" });
        const encoded = await encodeAll(codec, frames, (i) => ({ maxBytes: i < 20 ? 16_000 : 2000 }));
        const { length = 0 } = encoded[20]?.data ?? {};
        ensure(length <= 2000, `The first frame with a budget of 2000 bytes has ${length}.`);
      },
    },
    {
      name: "refuses a delta frame whose reference is missing, and continues with the next key frame",
      async run() {
        const frames = sequenceOf(8);
        const encoded = await encodeAll(codec, frames, (i) => ({ keyFrame: i === 6 }));
        const decoder = codec.createDecoder();
        try {
          const delta = encoded[1] as EncodedFrame;
          const alone = { codec: codec.name, sequence: delta.sequence, action: "Decoding a delta frame first" };
          await codecError(decoder.decode(delta), alone);
          for (const i of [0, 1, 2])
            ensureSame(frames[i] as VideoFrame, await decoder.decode(encoded[i] as EncodedFrame), psnr.smooth);
          for (const i of [4, 5]) {
            const frame = encoded[i] as EncodedFrame;
            const action = `Decoding frame ${i} without frame 3`;
            await codecError(decoder.decode(frame), { codec: codec.name, sequence: frame.sequence, action });
          }
          for (const i of [6, 7])
            ensureSame(frames[i] as VideoFrame, await decoder.decode(encoded[i] as EncodedFrame), psnr.smooth);
        } finally {
          await decoder.close();
        }
      },
    },
  ];
}

/** Frames whose content moves, with gaps between their sequence numbers. */
function sequenceOf(
  count: number,
  { width = 320, height = 240, first = 0, subject = "smooth" as "smooth" | "noisy" } = {},
): VideoFrame[] {
  return Array.from({ length: count }, (_, i) => {
    const sequence = 3 * (first + i);
    return testFrame({ subject, format: "RGB", width, height, sequence, timestamp: 33_333 * sequence });
  });
}

async function encodeAll(
  codec: Codec,
  frames: readonly VideoFrame[],
  options: (index: number) => FrameEncodeOptions = () => ({}),
): Promise<EncodedFrame[]> {
  const encoder = codec.createEncoder();
  try {
    const encoded: EncodedFrame[] = [];
    for (const [i, frame] of frames.entries()) encoded.push(await encoder.encode(frame, options(i)));
    return encoded;
  } finally {
    await encoder.close();
  }
}

async function ensureDecoded(
  codec: Codec,
  frames: readonly VideoFrame[],
  encoded: readonly EncodedFrame[],
  minPsnr: number,
): Promise<void> {
  const decoder = codec.createDecoder();
  try {
    for (const [i, frame] of encoded.entries()) {
      ensureSame(frames[i] as VideoFrame, await decoder.decode(frame), minPsnr);
    }
  } finally {
    await decoder.close();
  }
}
