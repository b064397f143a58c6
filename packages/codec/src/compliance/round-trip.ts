import type { EncodedFrame, VideoFrame } from "@framewire/media";
import type { Codec, DecoderOptions, EncoderOptions } from "../codec.ts";
import type { CodecCheck, ComplianceOptions } from "./codec-check.ts";
import { ensure } from "./ensure.ts";
import { psnr } from "./psnr.ts";
import { type Subject, testFrame, toRgb } from "./test-frame.ts";

/** Encodes one frame with an encoder of its own. */
export async function encodeOne(codec: Codec, frame: VideoFrame, options?: EncoderOptions): Promise<EncodedFrame> {
  const encoder = codec.createEncoder(options);
  try {
    return await encoder.encode(frame);
  } finally {
    await encoder.close();
  }
}

/** Decodes one frame with a decoder of its own. */
export async function decodeOne(codec: Codec, frame: EncodedFrame, options?: DecoderOptions): Promise<VideoFrame> {
  const decoder = codec.createDecoder(options);
  try {
    return await decoder.decode(frame);
  } finally {
    await decoder.close();
  }
}

/** Throws unless `after` is `before` as RGB, as well as the codec promises. */
export function ensureSame(before: VideoFrame, after: VideoFrame, least: number): void {
  const { sequence, timestamp, width, height } = before;
  ensure(after.format === "RGB", `The decoded picture is ${after.format}, and ought to be RGB.`);
  ensure(
    after.width === width && after.height === height,
    `The decoded picture is ${after.width}x${after.height}, and was ${width}x${height}.`,
  );
  ensure(
    after.data.length === width * height * 3,
    `The decoded picture has ${after.data.length} bytes; ${width}x${height} RGB takes ${width * height * 3}.`,
  );
  ensure(after.sequence === sequence, `The sequence was ${sequence}, and is ${after.sequence} after decoding.`);
  ensure(after.timestamp === timestamp, `The timestamp was ${timestamp}, and is ${after.timestamp} after decoding.`);
  const ratio = psnr(toRgb(before).data, after.data);
  ensure(ratio >= least, `The PSNR is ${ratio.toFixed(1)} dB; the codec promises ${least} dB.`);
}

/** What goes in comes out: pictures of all kinds, layouts and sizes. */
export function roundTripChecks(codec: Codec, { psnr: least, large }: ComplianceOptions): readonly CodecCheck[] {
  const { width, height } = large ?? { width: 3840, height: 2160 };

  function check(name: string, subject: Subject, frame: () => VideoFrame): CodecCheck {
    return {
      name,
      async run() {
        const before = frame();
        ensureSame(before, await decodeOne(codec, await encodeOne(codec, before)), least[subject]);
      },
    };
  }

  const formats = (["RGB", "RGBA", "BGR"] as const).flatMap((format) =>
    (["smooth", "noisy"] as const).map((subject) =>
      check(`keeps a ${subject} ${format} picture at ${least[subject]} dB`, subject, () =>
        testFrame({ subject, format, width: 320, height: 240 }),
      ),
    ),
  );
  const sizes = [
    [1, 1],
    [2, 1],
    [1, 50],
    [17, 13],
    [641, 479],
    [width, height],
  ].map(([w = 0, h = 0]) =>
    check(`keeps a picture of ${w}x${h}`, "smooth", () =>
      testFrame({ subject: "smooth", format: "RGB", width: w, height: h }),
    ),
  );
  return [
    ...formats,
    ...sizes,
    {
      name: "carries sequence, timestamp and size over, and says its name",
      async run() {
        for (const [sequence, timestamp] of [
          [0, 0],
          [4_294_967_296, 1_763_800_000_000_123],
        ] as const) {
          const before = testFrame({ subject: "smooth", format: "RGB", width: 33, height: 20, sequence, timestamp });
          const { data, ...encoded } = await encodeOne(codec, before);
          const expected = { sequence, timestamp, codec: codec.name, type: "key", width: 33, height: 20 };
          for (const [key, value] of Object.entries(expected)) {
            const is = encoded[key as keyof typeof encoded];
            ensure(is === value, `The encoded frame's ${key} is ${is}, and ought to be ${value}.`);
          }
          ensure(data.length > 0, "The encoded frame has no data.");
          ensureSame(before, await decodeOne(codec, { ...encoded, data }), least.smooth);
        }
      },
    },
    {
      name: "takes every quality from 1 to 100, and more quality never gives a worse picture",
      async run() {
        const before = testFrame({ subject: "noisy", format: "RGB", width: 96, height: 64 });
        const ratios: number[] = [];
        for (const quality of [1, 50, 100]) {
          const after = await decodeOne(codec, await encodeOne(codec, before, { quality }));
          ratios.push(psnr(before.data, after.data));
        }
        const [low = 0, middle = 0, high = 0] = ratios;
        ensure(low <= middle && middle <= high, `At quality 1, 50, 100 the PSNR is ${ratios.join(", ")} dB.`);
      },
    },
    {
      name: "reads and writes pictures that lie within larger buffers, and changes none",
      async run() {
        for (const format of ["RGB", "RGBA", "BGR"] as const) {
          const frame = testFrame({ subject: "smooth", format, width: 31, height: 22 });
          const inside = within(frame.data);
          const encoded = await encodeOne(codec, { ...frame, data: inside.view });
          inside.ensureUnchanged();
          const outside = within(encoded.data);
          ensureSame(frame, await decodeOne(codec, { ...encoded, data: outside.view }), least.smooth);
          outside.ensureUnchanged();
        }
      },
    },
  ];
}

/** The same bytes as a view in the midst of others, at an offset that no alignment fits. */
function within(data: Uint8Array): { readonly view: Uint8Array; ensureUnchanged(): void } {
  const buffer = new Uint8Array(data.length + 50).fill(0xee);
  buffer.set(data, 13);
  const before = buffer.slice();
  return {
    view: buffer.subarray(13, 13 + data.length),
    ensureUnchanged() {
      ensure(
        buffer.every((value, i) => value === before[i]),
        "The codec wrote to the memory that it was given to read.",
      );
    },
  };
}
