/** Checks of frames that a codec must refuse. */
import type { EncodedFrame } from "@framewire/media";
import type { Codec, Decoder } from "../codec.ts";
import { isCodecError } from "../codec-error.ts";
import type { CodecCheck, ComplianceOptions } from "./codec-check.ts";
import { codecError, ensure, rejection } from "./ensure.ts";
import { decodeOne, encodeOne, ensureSame } from "./round-trip.ts";
import { randomBytes, testFrame } from "./test-frame.ts";

/** An invalid frame is refused with an error that names it, and the next frame is not affected. */
export function refusalChecks(codec: Codec, { psnr, marksEnd = true }: ComplianceOptions): readonly CodecCheck[] {
  const valid = testFrame({ subject: "noisy", format: "RGB", width: 64, height: 48, sequence: 712, timestamp: 5 });

  /** Checks that one decoder refuses each of the frames, and then decodes a valid one. */
  async function refuses(
    broken: (encoded: EncodedFrame) => readonly { readonly action: string; readonly frame: EncodedFrame }[],
  ): Promise<void> {
    const encoded = await encodeOne(codec, valid);
    const decoder = codec.createDecoder();
    try {
      for (const { action, frame } of broken(encoded)) {
        await codecError(decoder.decode(frame), { codec: codec.name, sequence: frame.sequence, action });
      }
      ensureSame(valid, await decoder.decode(encoded), psnr.noisy);
    } finally {
      await decoder.close();
    }
  }

  return [
    {
      name: "refuses truncated data of any length with an error that names the frame",
      run: () =>
        refuses((encoded) => {
          const { length } = encoded.data;
          const parts = [0.1, 0.3, 0.5, 0.7, 0.9].map((part) => Math.floor(part * length));
          return [0, 1, 10, ...parts, ...(marksEnd ? [length - 1] : [])].map((bytes) => ({
            action: `Decoding ${bytes} of ${length} bytes`,
            frame: { ...encoded, sequence: 1000 + bytes, data: encoded.data.subarray(0, bytes) },
          }));
        }),
    },
    {
      name: "refuses data of no image format with an error that names the frame",
      run: () =>
        refuses((encoded) =>
          [
            { action: "Decoding random bytes", data: randomBytes(1000) },
            { action: "Decoding zeros", data: new Uint8Array(1000) },
            { action: "Decoding a text", data: new TextEncoder().encode('<svg width="64" height="48"></svg>') },
          ].map(({ action, data }, i) => ({ action, frame: { ...encoded, sequence: 31 + i, data } })),
        ),
    },
    {
      name: "rejects damaged data with an error that names the frame, or decodes it to the right size",
      async run() {
        const encoded = await encodeOne(codec, valid);
        const decoder = codec.createDecoder();
        try {
          for (let part = 0; part < 16; part++) {
            const data = encoded.data.slice();
            const from = Math.floor((part * data.length) / 16);
            for (let i = from; i < Math.min(from + 8, data.length); i++) data[i] = 0xa5 ^ (data[i] as number);
            await ensureHarmless(decoder, { ...encoded, sequence: 50 + part, data }, codec.name);
          }
          ensureSame(valid, await decoder.decode(encoded), psnr.noisy);
        } finally {
          await decoder.close();
        }
      },
    },
    {
      name: "refuses a frame of more than maxPixels, and accepts one of exactly maxPixels",
      async run() {
        const encoded = await encodeOne(codec, valid);
        ensureSame(valid, await decodeOne(codec, encoded, { maxPixels: 64 * 48 }), psnr.noisy);
        const action = "Decoding 64x48 with maxPixels one less";
        const refused = decodeOne(codec, encoded, { maxPixels: 64 * 48 - 1 });
        await codecError(refused, { codec: codec.name, sequence: 712, action });
      },
    },
    {
      name: "refuses an image of another size than its frame says",
      run: () =>
        refuses((encoded) =>
          [
            [32, 48],
            [64, 49],
            [48, 64],
            [1, 1],
            [128, 96],
            [0, 0],
            [-64, -48],
            [64.5, 48],
            [Number.NaN, 48],
          ].map(([width = 0, height = 0]) => ({
            action: `Decoding 64x48 that says ${width}x${height}`,
            frame: { ...encoded, width, height },
          })),
        ),
    },
    {
      name: "refuses a frame of another codec",
      run: () =>
        refuses((encoded) => [
          { action: "Decoding a frame of another codec", frame: { ...encoded, codec: `not-${codec.name}` } },
        ]),
    },
    {
      name: "refuses to encode pixels that do not match the size, with an error that names the frame",
      async run() {
        const encoder = codec.createEncoder();
        try {
          for (const [action, frame] of [
            ["Encoding too few bytes", { ...valid, data: valid.data.subarray(1) }],
            ["Encoding too many bytes", { ...valid, data: new Uint8Array(valid.data.length + 1) }],
            ["Encoding RGB as RGBA", { ...valid, format: "RGBA" }],
            ["Encoding 0x0", { ...valid, width: 0, height: 0, data: new Uint8Array(0) }],
          ] as const) {
            await codecError(encoder.encode(frame), { codec: codec.name, sequence: 712, action });
          }
          ensureSame(valid, await decodeOne(codec, await encoder.encode(valid)), psnr.noisy);
        } finally {
          await encoder.close();
        }
      },
    },
    {
      name: "encodes and decodes nothing after close(), which can be called twice",
      async run() {
        const encoded = await encodeOne(codec, valid);
        const [encoder, decoder] = [codec.createEncoder(), codec.createDecoder()];
        for (const closable of [encoder, encoder, decoder, decoder]) await closable.close();
        const errors = [
          await rejection(encoder.encode(valid), "Encoding after close()"),
          await rejection(decoder.decode(encoded), "Decoding after close()"),
        ];
        ensure(
          !errors.some(isCodecError),
          "After close(), encode and decode must reject with another error than a CodecError: no frame is at fault.",
        );
      },
    },
  ];
}

async function ensureHarmless(decoder: Decoder, frame: EncodedFrame, codec: string): Promise<void> {
  const action = "Decoding damaged bytes";
  const decoding = decoder.decode(frame);
  const decoded = await decoding.catch(() => undefined);
  if (decoded) {
    const { width, height, data } = decoded;
    ensure(
      width === frame.width && height === frame.height && data.length === width * height * 3,
      `${action} returned ${data.length} bytes for ${width}x${height}.`,
    );
  } else await codecError(decoding, { codec, sequence: frame.sequence, action });
}
