/** Codecs through sharp: each frame is an image of its own. */
import { bytesPerPixel, type EncodedFrame, type VideoFrame } from "@framewire/media";
import sharp, { type OutputInfo, type Sharp } from "sharp";
import type { Codec, Decoder, DecoderOptions, Encoder, EncoderOptions } from "./codec.ts";
import { CodecError } from "./codec-error.ts";
import { swapRedBlue } from "./pixels/swap-red-blue.ts";
import { turnUpright } from "./pixels/turn-upright.ts";
import { checkedMaxPixels, checkedQuality } from "./validate/check-options.ts";
import {
  errorMessage,
  type ImageFormat,
  type ImageHeader,
  type ImageSize,
  largerThan,
  validateEncodedFrame,
  validateSize,
  validateVideoFrame,
} from "./validate/validate-frame.ts";

/** Creates a codec that works on libuv's threads, off the main thread. */
export function createSharpCodec(format: SharpFormat): Codec {
  return {
    name: format.name,
    implementation: "sharp",
    createEncoder: (options = {}) => createEncoder(format, options),
    createDecoder: (options = {}) => createDecoder(format, options),
  };
}

/** An image format with its settings for sharp. */
export interface SharpFormat extends ImageFormat {
  /** Sets the format and its settings as the output. */
  write(image: Sharp, quality: number): Sharp;
}

function createEncoder(format: SharpFormat, options: EncoderOptions): Encoder {
  const quality = checkedQuality(options);
  let closed = false;
  return {
    async encode(frame) {
      if (closed) throw new Error(`The ${format.name} encoder is closed; make another one with createEncoder().`);
      const { sequence, timestamp, width, height } = frame;
      const problem = validateVideoFrame(format, frame);
      if (problem) throw new CodecError(format.name, sequence, problem);
      try {
        const data = toUint8Array(await format.write(fromPixels(frame), quality).toBuffer());
        return { sequence, timestamp, codec: format.name, type: "key", width, height, data };
      } catch (cause) {
        throw new CodecError(format.name, sequence, `the frame cannot be encoded: ${errorMessage(cause)}.`, { cause });
      }
    },
    async close() {
      closed = true;
    },
  };
}

function createDecoder(format: SharpFormat, options: DecoderOptions): Decoder {
  const maxPixels = checkedMaxPixels(options);
  const { onWarning } = options;
  let closed = false;
  let warned = false;

  /** Decodes strictly until the first damaged image, so that its warning is known. */
  async function decodeImage(frame: EncodedFrame, header: ImageHeader | undefined): Promise<Pixels> {
    if (warned) return await toPixels(frame, header, "error");
    try {
      return await toPixels(frame, header, "warning");
    } catch (error) {
      if (!onWarning) throw error;
      const pixels = await toPixels(frame, header, "error");
      if (!warned) onWarning(errorMessage(error).replace(/^VipsJpeg: /, ""));
      warned = true;
      return pixels;
    }
  }

  return {
    async decode(received) {
      if (closed) throw new Error(`The ${format.name} decoder is closed; make another one with createDecoder().`);
      const frame = onWarning && format.complete ? { ...received, data: format.complete(received.data) } : received;
      const { sequence, timestamp, width, height } = frame;
      const header = format.readHeader(frame.data);
      // sharp's own limit covers a header that cannot be read here.
      const problem = validateEncodedFrame(format, frame, maxPixels) ?? (header && validateSize(frame, header));
      if (problem) throw new CodecError(format.name, sequence, problem);
      const { data, info } = await decodeImage(frame, header).catch((cause: unknown) => {
        throw new CodecError(format.name, sequence, problemOfDecoding(frame, errorMessage(cause)), { cause });
      });
      const mismatch = validateSize(frame, info) ?? problemOfChannels(info);
      if (mismatch) throw new CodecError(format.name, sequence, mismatch);
      return { sequence, timestamp, format: "RGB", width, height, data: toUint8Array(data) };
    },
    async close() {
      closed = true;
    },
  };
}

function problemOfDecoding(frame: ImageSize, message: string): string {
  if (/exceeds pixel limit/.test(message)) return largerThan(frame);
  return `the image is damaged or cut short: ${message}.`;
}

function problemOfChannels({ channels }: OutputInfo): string | undefined {
  return channels === bytesPerPixel.RGB
    ? undefined
    : `it decodes to ${channels} channels in place of ${bytesPerPixel.RGB}.`;
}

/** Opens pixels without a copy (except BGR). Drops the alpha of RGBA: live video is opaque. */
function fromPixels({ format, width, height, data }: VideoFrame): Sharp {
  const rgb = format === "BGR" ? swapRedBlue(data) : data;
  const image = sharp(rgb, { raw: { width, height, channels: bytesPerPixel[format] as 3 | 4 } });
  return format === "RGBA" ? image.removeAlpha() : image;
}

/**
 * Decodes to sRGB from any colour space or profile, upright. The frame's size is sharp's limit, so that sharp refuses a
 * larger image by its header, before it decodes. `failOn: "warning"` makes a truncated JPEG an error; with less, the missing
 * part is grey.
 */
async function toPixels(
  { width, height, data }: EncodedFrame,
  header: ImageHeader | undefined,
  failOn: "warning" | "error",
): Promise<Pixels> {
  const image = sharp(data, { failOn, limitInputPixels: width * height, pages: 1 });
  return await turnUpright(image, header?.orientation ?? 1)
    .removeAlpha()
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
}

interface Pixels {
  readonly data: Buffer;
  readonly info: OutputInfo;
}

/** The same memory as a plain `Uint8Array`: a `Buffer` slices differently, and frames have no Node types. */
function toUint8Array({ buffer, byteOffset, byteLength }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
