import { bytesPerPixel, type EncodedFrame, type VideoFrame } from "@framewire/media";
import { type JpegHeader, readJpegHeader } from "@framewire/media/jpeg";
import type { Codec, Decoder, DecoderOptions, Encoder, EncoderOptions } from "../codec.ts";
import { CodecError } from "../codec-error.ts";
import { createBufferPool } from "../pixels/buffer-pool.ts";
import { checkedMaxPixels, checkedQuality } from "../validate/check-options.ts";
import { problemOfEncoded, problemOfPixels, reason } from "../validate/validate-frame.ts";
import { jpegFormat } from "./jpeg-format.ts";
import { jpegSharp } from "./jpeg-sharp.ts";
import { type JpegTurboBinding, loadJpegTurbo } from "./jpeg-turbo-binding.ts";

const binding = loadJpegTurbo();

/**
 * The {@link jpeg} of libjpeg-turbo itself, through `@julusian/jpeg-turbo`, whose binaries ship in its npm
 * package; `undefined` where there is none for this machine. Two to three times as fast as through sharp.
 *
 * It encodes as libjpeg-turbo does by default, with the fast forward DCT. It decodes with the fast inverse
 * DCT, which the binding leaves no choice of: about 0.3 dB below the accurate one at quality 80; and with
 * the smooth upsampling. The pictures that it gives have a `close()`, which saves the memory of the next one.
 * Pictures that cameras do not send (progressive, CMYK, arithmetic coding, odd subsamplings) it leaves to
 * {@link jpegSharp}.
 */
export const jpegTurbo: Codec | undefined = binding && createJpegTurbo(binding);

/** Buffers that an encoder or a decoder keeps, at most: two in work, one that is looked at, one more. */
const keptBuffers = 4;

/** The binding counts bytes in 32 bits. What may come near that is sharp's. */
const maxNativePixels = 2 ** 27;

function createJpegTurbo(turbo: JpegTurboBinding): Codec {
  return {
    name: jpegFormat.name,
    implementation: "libjpeg-turbo",
    createEncoder: (options = {}) => createEncoder(turbo, options),
    createDecoder: (options = {}) => createDecoder(turbo, options),
  };
}

function createEncoder(turbo: JpegTurboBinding, options: EncoderOptions): Encoder {
  const quality = checkedQuality(options);
  const subsampling = turbo.SAMP_420;
  // The alpha of RGBA is left out: live pictures are opaque.
  const formats = { RGB: turbo.FORMAT_RGB, BGR: turbo.FORMAT_BGR, RGBA: turbo.FORMAT_RGBX };
  const scratch = createBufferPool(keptBuffers);
  const forLarge = jpegSharp.createEncoder(options);
  let closed = false;

  /** Compresses into memory that is used again, and copies out what was written: a tenth of what was room for. */
  async function compress({ width, height, format, data }: VideoFrame): Promise<Uint8Array> {
    const target = scratch.take(turbo.bufferSize({ width, height, subsampling }));
    try {
      const written = await turbo.compress(data, target, {
        format: formats[format],
        width,
        height,
        subsampling,
        quality,
      });
      return new Uint8Array(written);
    } finally {
      scratch.give(target);
    }
  }

  return {
    async encode(frame) {
      if (closed) throw new Error("The jpeg encoder is closed; make another one with createEncoder().");
      const { sequence, timestamp, width, height } = frame;
      const problem = problemOfPixels(jpegFormat, frame);
      if (problem) throw new CodecError(jpegFormat.name, sequence, problem);
      if (width * height > maxNativePixels) return await forLarge.encode(frame);
      try {
        const data = await compress(frame);
        return { sequence, timestamp, codec: jpegFormat.name, type: "key", width, height, data };
      } catch (cause) {
        throw new CodecError(jpegFormat.name, sequence, `the picture cannot be encoded: ${reason(cause)}.`, { cause });
      }
    },
    async close() {
      closed = true;
      scratch.close();
      await forLarge.close();
    },
  };
}

function createDecoder(turbo: JpegTurboBinding, options: DecoderOptions): Decoder {
  const maxPixels = checkedMaxPixels(options);
  const pictures = createBufferPool(keptBuffers);
  const forOthers = jpegSharp.createDecoder(options);
  let closed = false;

  async function decompress({ sequence, timestamp, width, height, data }: EncodedFrame): Promise<VideoFrame> {
    const target = pictures.take(width * height * bytesPerPixel.RGB);
    try {
      await turbo.decompress(data, target, { format: turbo.FORMAT_RGB });
    } catch (cause) {
      pictures.give(target);
      const problem = `the picture is damaged or cut short: ${reason(cause)}.`;
      throw new CodecError(jpegFormat.name, sequence, problem, { cause });
    }
    let given = false;
    return {
      sequence,
      timestamp,
      format: "RGB",
      width,
      height,
      data: new Uint8Array(target.buffer, target.byteOffset, target.byteLength),
      close() {
        if (!given) pictures.give(target);
        given = true;
      },
    };
  }

  return {
    async decode(frame) {
      if (closed) throw new Error("The jpeg decoder is closed; make another one with createDecoder().");
      const problem = problemOfEncoded(jpegFormat, frame, maxPixels);
      if (problem) throw new CodecError(jpegFormat.name, frame.sequence, problem);
      const header = readJpegHeader(frame.data);
      if (!header?.plain || frame.width * frame.height > maxNativePixels) return await forOthers.decode(frame);
      const misfit = problemOfSize(frame, header);
      if (misfit) throw new CodecError(jpegFormat.name, frame.sequence, misfit);
      return await decompress(frame);
    },
    async close() {
      closed = true;
      pictures.close();
      await forOthers.close();
    },
  };
}

/** The memory is as large as the frame says it needs to be: its header must say the same. */
function problemOfSize(says: EncodedFrame, is: JpegHeader): string | undefined {
  if (is.width === says.width && is.height === says.height) return undefined;
  if (is.width * is.height > says.width * says.height) {
    return `it says ${says.width}x${says.height}, but the picture is larger.`;
  }
  return `it says ${says.width}x${says.height}, but the picture is ${is.width}x${is.height}.`;
}
