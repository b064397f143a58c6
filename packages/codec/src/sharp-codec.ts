import { bytesPerPixel, type EncodedFrame, type VideoFrame } from "@framewire/media";
import sharp, { type OutputInfo, type Sharp } from "sharp";
import type { Codec, Decoder, DecoderOptions, Encoder, EncoderOptions } from "./codec.ts";
import { CodecError } from "./codec-error.ts";
import { checkedMaxPixels, checkedQuality } from "./options.ts";
import { swapRedBlue } from "./red-blue.ts";

/** What one of sharp's picture formats needs to be a {@link Codec}. */
export interface SharpFormat {
  readonly name: string;
  /** Most pixels in a row or column that the format can express. */
  readonly maxSide: number;
  /**
   * Says in a sentence why the bytes cannot be a whole picture of this format, as far as their ends show it.
   * sharp itself would also open SVG, TIFF and others.
   */
  problemOf(data: Uint8Array): string | undefined;
  /** Sets the format and its settings as the output. */
  write(picture: Sharp, quality: number): Sharp;
}

/** A codec of single pictures that works on libuv's threads, off the main one. */
export function createSharpCodec(format: SharpFormat): Codec {
  return {
    name: format.name,
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
      const problem = problemOfEncoded(format, frame, maxPixels);
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

function problemOfPixels(format: SharpFormat, { width, height, format: layout, data }: VideoFrame): string | undefined {
  if (!isSide(width) || !isSide(height)) return `a picture cannot be ${width}x${height}.`;
  if (Math.max(width, height) > format.maxSide) {
    return `${width}x${height} is more than the ${format.maxSide} pixels a side that ${format.name} can express; scale the picture down.`;
  }
  const expected = width * height * bytesPerPixel[layout];
  if (data.length === expected) return undefined;
  return `${width}x${height} in ${layout} takes ${expected} bytes of data, but there are ${data.length}.`;
}

function problemOfEncoded(
  format: SharpFormat,
  { codec, width, height, data }: EncodedFrame,
  maxPixels: number,
): string | undefined {
  if (codec !== format.name) return `it is encoded as ${codec}; decode it with the codec of that name.`;
  if (!isSide(width) || !isSide(height)) return `a picture cannot be ${width}x${height}.`;
  if (width * height > maxPixels)
    return `${width}x${height} is more than the limit of ${maxPixels} pixels (maxPixels).`;
  return format.problemOf(data);
}

function problemOfDecoding({ width, height }: EncodedFrame, message: string): string {
  if (/exceeds pixel limit/.test(message)) return `it says ${width}x${height}, but the picture is larger.`;
  return `the picture is damaged or cut short: ${message}.`;
}

function isSide(pixels: number): boolean {
  return Number.isSafeInteger(pixels) && pixels >= 1;
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

/** The first line of what libvips says; it often says the same several times. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split("\n")[0] ?? "").replace(/\.$/, "");
}
