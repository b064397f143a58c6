import { bytesPerPixel, type EncodedFrame, type VideoFrame } from "@framewire/media";
import sharp, { type OutputInfo, type Sharp } from "sharp";
import type { Codec, Decoder, DecoderOptions, Encoder, EncoderOptions } from "./codec.ts";
import { CodecError } from "./codec-error.ts";
import { swapRedBlue } from "./pixels/swap-red-blue.ts";
import { checkedMaxPixels, checkedQuality } from "./validate/check-options.ts";
import { type ImageFormat, problemOfEncoded, problemOfPixels, reason } from "./validate/validate-frame.ts";

/** What one of sharp's picture formats needs to be a {@link Codec}. */
export interface SharpFormat extends ImageFormat {
  /** The size that a picture's own header says, as far as it can be read without a library. */
  sizeOf(data: Uint8Array): { readonly width: number; readonly height: number } | undefined;
  /** Sets the format and its settings as the output. */
  write(picture: Sharp, quality: number): Sharp;
}

/** A codec of single pictures that works on libuv's threads, off the main one. */
export function createSharpCodec(format: SharpFormat): Codec {
  return {
    name: format.name,
    implementation: "sharp",
    createEncoder: (options = {}) => createEncoder(format, options),
    createDecoder: (options = {}) => createDecoder(format, options),
  };
}

function createEncoder(format: SharpFormat, options: EncoderOptions): Encoder {
  const quality = checkedQuality(options);
  let closed = false;
  return {
    async encode(frame) {
      if (closed) throw new Error(`The ${format.name} encoder is closed; make another one with createEncoder().`);
      const problem = problemOfPixels(format, frame);
      if (problem) throw new CodecError(format.name, frame.sequence, problem);
      try {
        const { sequence, timestamp, width, height } = frame;
        const data = bytes(await format.write(fromPixels(frame), quality).toBuffer());
        return { sequence, timestamp, codec: format.name, type: "key", width, height, data };
      } catch (cause) {
        throw new CodecError(format.name, frame.sequence, `the picture cannot be encoded: ${reason(cause)}.`, {
          cause,
        });
      }
    },
    async close() {
      closed = true;
    },
  };
}

function createDecoder(format: SharpFormat, options: DecoderOptions): Decoder {
  const maxPixels = checkedMaxPixels(options);
  let closed = false;
  return {
    async decode(frame) {
      if (closed) throw new Error(`The ${format.name} decoder is closed; make another one with createDecoder().`);
      const problem = problemOfEncoded(format, frame, maxPixels) ?? problemOfSize(frame, format.sizeOf(frame.data));
      if (problem) throw new CodecError(format.name, frame.sequence, problem);
      const { sequence, timestamp, width, height } = frame;
      const { data, info } = await toPixels(frame).catch((cause: unknown) => {
        throw new CodecError(format.name, sequence, problemOfDecoding(frame, reason(cause)), { cause });
      });
      if (info.width !== width || info.height !== height || data.length !== width * height * bytesPerPixel.RGB) {
        throw new CodecError(
          format.name,
          sequence,
          `it says ${width}x${height}, but the picture is ${info.width}x${info.height}.`,
        );
      }
      return { sequence, timestamp, format: "RGB", width, height, data: bytes(data) };
    },
    async close() {
      closed = true;
    },
  };
}

/** What shows without a library sees to it that none takes memory for more than the frame says. */
function problemOfSize(says: EncodedFrame, is: ReturnType<SharpFormat["sizeOf"]>): string | undefined {
  if (!is || is.width * is.height <= says.width * says.height) return undefined;
  return `it says ${says.width}x${says.height}, but the picture is larger.`;
}

function problemOfDecoding({ width, height }: EncodedFrame, message: string): string {
  if (/exceeds pixel limit/.test(message)) return `it says ${width}x${height}, but the picture is larger.`;
  return `the picture is damaged or cut short: ${message}.`;
}

/** Opens pixels without copying them (BGR excepted). The alpha of RGBA is left out: live pictures are opaque. */
function fromPixels({ format, width, height, data }: VideoFrame): Sharp {
  const rgb = format === "BGR" ? swapRedBlue(data) : data;
  const picture = sharp(rgb, { raw: { width, height, channels: bytesPerPixel[format] as 3 | 4 } });
  return format === "RGBA" ? picture.removeAlpha() : picture;
}

/**
 * Decodes to RGB, whatever the colours of the file. The claimed size is the limit, so that a picture
 * that is larger than it says is refused by its header, before it is decoded. `failOn: "warning"` makes
 * a JPEG that is cut short an error; anything less gives a picture that is grey from there on.
 */
async function toPixels({ width, height, data }: EncodedFrame): Promise<{ data: Buffer; info: OutputInfo }> {
  return await sharp(data, { failOn: "warning", limitInputPixels: width * height, pages: 1 })
    .removeAlpha()
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
}

/** The same memory as a plain `Uint8Array`: a `Buffer` slices differently, and the frame is no Node type. */
function bytes({ buffer, byteOffset, byteLength }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
