/** Checks that frames survive encoding and decoding. */
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

/** Throws unless `after` is `before` as RGB, with a PSNR of at least `minPsnr` dB. */
export function ensureSame(before: VideoFrame, after: VideoFrame, minPsnr: number): void {
  const { sequence, timestamp, width, height } = before;
  ensure(after.format === "RGB", `The decoded frame is ${after.format}, and must be RGB.`);
  ensure(
    after.width === width && after.height === height,
    `The decoded frame is ${after.width}x${after.height}, and must be ${width}x${height}.`,
  );
  ensure(
    after.data.length === width * height * 3,
    `The decoded frame has ${after.data.length} bytes; ${width}x${height} RGB takes ${width * height * 3}.`,
  );
  ensure(after.sequence === sequence, `The decoded sequence is ${after.sequence}, and must be ${sequence}.`);
  ensure(after.timestamp === timestamp, `The decoded timestamp is ${after.timestamp}, and must be ${timestamp}.`);
  const ratio = psnr(toRgb(before).data, after.data);
  ensure(ratio >= minPsnr, `The PSNR is ${ratio.toFixed(1)} dB; the codec promises ${minPsnr} dB.`);
}

/** A decoded frame is the encoded one, for each content, pixel format and size. */
export function roundTripChecks(codec: Codec, { psnr: minPsnr, large }: ComplianceOptions): readonly CodecCheck[] {
  const { width, height } = large ?? { width: 3840, height: 2160 };

  function check(name: string, subject: Subject, frame: () => VideoFrame): CodecCheck {
    return {
      name,
      async run() {
        const before = frame();
        ensureSame(before, await decodeOne(codec, await encodeOne(codec, before)), minPsnr[subject]);
      },
    };
  }

  const formats = (["RGB", "RGBA", "BGR"] as const).flatMap((format) =>
    (["smooth", "noisy"] as const).map((subject) =>
      check(`keeps a ${subject} ${format} frame at ${minPsnr[subject]} dB`, subject, () =>
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
    check(`keeps a frame of ${w}x${h}`, "smooth", () =>
      testFrame({ subject: "smooth", format: "RGB", width: w, height: h }),
    ),
  );
  return [
    ...formats,
    ...sizes,
    {
      name: "carries over sequence, timestamp and size, and sets its name",
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
            ensure(is === value, `The encoded frame's ${key} is ${is}, and must be ${value}.`);
          }
          ensure(data.length > 0, "The encoded frame has no data.");
          ensureSame(before, await decodeOne(codec, { ...encoded, data }), minPsnr.smooth);
        }
      },
    },
    {
      name: "accepts qualities from 1 to 100, and a higher one never lowers the PSNR",
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
      name: "reads frames inside larger buffers, and writes to none of them",
      async run() {
        for (const format of ["RGB", "RGBA", "BGR"] as const) {
          const frame = testFrame({ subject: "smooth", format, width: 31, height: 22 });
          const inside = within(frame.data);
          const encoded = await encodeOne(codec, { ...frame, data: inside.view });
          inside.ensureUnchanged();
          const outside = within(encoded.data);
          ensureSame(frame, await decodeOne(codec, { ...encoded, data: outside.view }), minPsnr.smooth);
          outside.ensureUnchanged();
        }
      },
    },
  ];
}

/** The same bytes inside a larger buffer, at an odd offset. */
function within(data: Uint8Array): { readonly view: Uint8Array; ensureUnchanged(): void } {
  const buffer = new Uint8Array(data.length + 50).fill(0xee);
  buffer.set(data, 13);
  const before = buffer.slice();
  return {
    view: buffer.subarray(13, 13 + data.length),
    ensureUnchanged() {
      ensure(
        buffer.every((value, i) => value === before[i]),
        "The codec wrote to its input.",
      );
    },
  };
}
