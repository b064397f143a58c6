import type { EncodedFrame } from "@framewire/media";
import type { Codec, Decoder } from "../codec.ts";
import { isCodecError } from "../codec-error.ts";
import type { CodecCheck, ComplianceOptions } from "./codec-check.ts";
import { codecError, ensure, rejection } from "./ensure.ts";
import { decodeOne, encodeOne, ensureSame } from "./round-trip.ts";
import { randomBytes, testFrame } from "./test-frame.ts";

/** What is wrong is refused with an error that names the frame, and harms nothing else. */
export function refusalChecks(codec: Codec, { psnr }: ComplianceOptions): readonly CodecCheck[] {
  const good = testFrame({ subject: "noisy", format: "RGB", width: 64, height: 48, sequence: 712, timestamp: 5 });

  /** Has one decoder refuse each of the frames, and then decode a good one. */
  async function refuses(
    broken: (encoded: EncodedFrame) => readonly { readonly what: string; readonly frame: EncodedFrame }[],
  ): Promise<void> {
    const encoded = await encodeOne(codec, good);
    const decoder = codec.createDecoder();
    try {
      for (const { what, frame } of broken(encoded)) {
        await codecError(decoder.decode(frame), { codec: codec.name, sequence: frame.sequence, what });
      }
      ensureSame(good, await decoder.decode(encoded), psnr.noisy);
    } finally {
      await decoder.close();
    }
  }

  return [
    {
      name: "refuses a picture that is cut short, wherever, by an error that names the frame",
      run: () =>
        refuses((encoded) => {
          const { length } = encoded.data;
          return [0, 1, 10, ...[0.1, 0.3, 0.5, 0.7, 0.9].map((part) => Math.floor(part * length)), length - 1].map(
            (bytes) => ({
              what: `Decoding ${bytes} of ${length} bytes`,
              frame: { ...encoded, sequence: 1000 + bytes, data: encoded.data.subarray(0, bytes) },
            }),
          );
        }),
    },
    {
      name: "refuses bytes that are no picture, by an error that names the frame",
      run: () =>
        refuses((encoded) =>
          [
            { what: "Decoding random bytes", data: randomBytes(1000) },
            { what: "Decoding zeros", data: new Uint8Array(1000) },
            { what: "Decoding a text", data: new TextEncoder().encode('<svg width="64" height="48"></svg>') },
          ].map(({ what, data }, i) => ({ what, frame: { ...encoded, sequence: 31 + i, data } })),
        ),
    },
    {
      name: "gives an error that names the frame, or a picture of the right size, for damaged bytes",
      async run() {
        const encoded = await encodeOne(codec, good);
        const decoder = codec.createDecoder();
        try {
          for (let part = 0; part < 16; part++) {
            const data = encoded.data.slice();
            const from = Math.floor((part * data.length) / 16);
            for (let i = from; i < Math.min(from + 8, data.length); i++) data[i] = 0xa5 ^ (data[i] as number);
            await ensureHarmless(decoder, { ...encoded, sequence: 50 + part, data }, codec.name);
          }
          ensureSame(good, await decoder.decode(encoded), psnr.noisy);
        } finally {
          await decoder.close();
        }
      },
    },
    {
      name: "refuses a picture of more than maxPixels, and takes one of just as many",
      async run() {
        const encoded = await encodeOne(codec, good);
        ensureSame(good, await decodeOne(codec, encoded, { maxPixels: 64 * 48 }), psnr.noisy);
        const what = "Decoding 64x48 with maxPixels one less";
        const refused = decodeOne(codec, encoded, { maxPixels: 64 * 48 - 1 });
        await codecError(refused, { codec: codec.name, sequence: 712, what });
      },
    },
    {
      name: "refuses a picture that is not as large as it says",
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
            what: `Decoding 64x48 that says ${width}x${height}`,
            frame: { ...encoded, width, height },
          })),
        ),
    },
    {
      name: "refuses a frame of another codec",
      run: () =>
        refuses((encoded) => [
          { what: "Decoding a frame of another codec", frame: { ...encoded, codec: `not-${codec.name}` } },
        ]),
    },
    {
      name: "refuses to encode pixels that do not fill the picture, by an error that names the frame",
      async run() {
        const encoder = codec.createEncoder();
        try {
          for (const [what, frame] of [
            ["Encoding too few bytes", { ...good, data: good.data.subarray(1) }],
            ["Encoding too many bytes", { ...good, data: new Uint8Array(good.data.length + 1) }],
            ["Encoding RGB as RGBA", { ...good, format: "RGBA" }],
            ["Encoding 0x0", { ...good, width: 0, height: 0, data: new Uint8Array(0) }],
          ] as const) {
            await codecError(encoder.encode(frame), { codec: codec.name, sequence: 712, what });
          }
          ensureSame(good, await decodeOne(codec, await encoder.encode(good)), psnr.noisy);
        } finally {
          await encoder.close();
        }
      },
    },
    {
      name: "encodes and decodes nothing once closed, and may be closed twice",
      async run() {
        const encoded = await encodeOne(codec, good);
        const [encoder, decoder] = [codec.createEncoder(), codec.createDecoder()];
        for (const closable of [encoder, encoder, decoder, decoder]) await closable.close();
        const errors = [
          await rejection(encoder.encode(good), "Encoding after close()"),
          await rejection(decoder.decode(encoded), "Decoding after close()"),
        ];
        ensure(
          !errors.some(isCodecError),
          "After close(), encode and decode must reject with another error than a CodecError: it is not the frame's.",
        );
      },
    },
  ];
}

async function ensureHarmless(decoder: Decoder, frame: EncodedFrame, codec: string): Promise<void> {
  const what = "Decoding damaged bytes";
  const decoding = decoder.decode(frame);
  const decoded = await decoding.catch(() => undefined);
  if (decoded) {
    const { width, height, data } = decoded;
    ensure(
      width === frame.width && height === frame.height && data.length === width * height * 3,
      `${what} gave ${data.length} bytes for ${width}x${height}.`,
    );
  } else await codecError(decoding, { codec, sequence: frame.sequence, what });
}
