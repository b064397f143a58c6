/** The JPEG codec through libjpeg-turbo. */
import { bytesPerPixel, type EncodedFrame, type VideoFrame } from "@framewire/media";
import { type JpegHeader, readJpegHeader } from "@framewire/media/jpeg";
import type { Codec, Decoder, DecoderOptions, Encoder, EncoderOptions } from "../codec.ts";
import { CodecError } from "../codec-error.ts";
import { createBufferPool } from "../pixels/buffer-pool.ts";
import { checkedMaxPixels, checkedQuality } from "../validate/check-options.ts";
import { errorMessage, validateEncodedFrame, validateSize, validateVideoFrame } from "../validate/validate-frame.ts";
import { jpegFormat } from "./jpeg-format.ts";
import { jpegSharp } from "./jpeg-sharp.ts";
import { type JpegTurboBinding, loadJpegTurbo } from "./jpeg-turbo-binding.ts";

const binding = loadJpegTurbo();

/**
 * The `jpeg` codec of libjpeg-turbo itself, through `@julusian/jpeg-turbo`, whose binaries ship in its npm package;
 * `undefined` where it has none for this machine. Two to three times as fast as through sharp.
 *
 * It encodes with libjpeg-turbo's defaults: the fast forward DCT. It decodes with the fast inverse DCT, 0.5 to 1 dB below
 * the accurate one at quality 80, because the binding has no option for it, and with smooth upsampling. Decoded frames have
 * a `close()`, which lets the next frame use their memory. JPEGs that few cameras send (progressive, CMYK, arithmetic coding,
 * unusual subsampling, to be turned, with a colour profile, damaged) are decoded by {@link jpegSharp}.
 */
export const jpegTurbo: Codec | undefined = binding && createJpegTurbo(binding);

/** Buffers that an encoder or a decoder keeps, at most: two being written, one being read, one spare. */
const maxSpareBuffers = 4;

/** A camera whose JPEG is damaged sends more of them: so many are left to sharp before libjpeg-turbo is tried again. */
const framesAfterDamage = 100;

/** The binding counts bytes in 32 bits. Larger frames are left to sharp. */
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
  // The alpha of RGBA is dropped: live video is opaque.
  const formats = { RGB: turbo.FORMAT_RGB, BGR: turbo.FORMAT_BGR, RGBA: turbo.FORMAT_RGBX };
  const scratch = createBufferPool(maxSpareBuffers);
  const sharpEncoder = jpegSharp.createEncoder(options);
  let closed = false;

  /** Compresses into a pooled buffer of the largest possible size, and copies out the tenth of it that is written. */
  async function compress({ width, height, format, data }: VideoFrame): Promise<Uint8Array> {
    const target = scratch.take(turbo.bufferSize({ width, height, subsampling }));
    try {
      const options = { format: formats[format], width, height, subsampling, quality };
      return new Uint8Array(await turbo.compress(data, target, options));
    } finally {
      scratch.release(target);
    }
  }

  return {
    async encode(frame) {
      if (closed) throw new Error("The jpeg encoder is closed; make another one with createEncoder().");
      const { sequence, timestamp, width, height } = frame;
      const problem = validateVideoFrame(jpegFormat, frame);
      if (problem) throw new CodecError(jpegFormat.name, sequence, problem);
      if (width * height > maxNativePixels) return await sharpEncoder.encode(frame);
      try {
        const data = await compress(frame);
        return { sequence, timestamp, codec: jpegFormat.name, type: "key", width, height, data };
      } catch (cause) {
        const message = `the frame cannot be encoded: ${errorMessage(cause)}.`;
        throw new CodecError(jpegFormat.name, sequence, message, { cause });
      }
    },
    async close() {
      closed = true;
      scratch.close();
      await sharpEncoder.close();
    },
  };
}

function createDecoder(turbo: JpegTurboBinding, options: DecoderOptions): Decoder {
  const maxPixels = checkedMaxPixels(options);
  const pool = createBufferPool(maxSpareBuffers);
  const sharpDecoder = jpegSharp.createDecoder(options);
  let closed = false;
  /** Frames that are left to sharp. */
  let leftToSharp = 0;

  async function decompress({ sequence, timestamp, width, height, data }: EncodedFrame): Promise<VideoFrame> {
    const target = pool.take(width * height * bytesPerPixel.RGB);
    try {
      await turbo.decompress(data, target, { format: turbo.FORMAT_RGB });
    } catch (cause) {
      pool.release(target);
      const message = `the image is damaged or cut short: ${errorMessage(cause)}.`;
      throw new CodecError(jpegFormat.name, sequence, message, { cause });
    }
    let released = false;
    return {
      sequence,
      timestamp,
      format: "RGB",
      width,
      height,
      data: new Uint8Array(target.buffer, target.byteOffset, target.byteLength),
      close() {
        if (!released) pool.release(target);
        released = true;
      },
    };
  }

  async function decodeStrictly(frame: EncodedFrame): Promise<VideoFrame> {
    const problem = validateEncodedFrame(jpegFormat, frame, maxPixels);
    if (problem) throw new CodecError(jpegFormat.name, frame.sequence, problem);
    const header = readJpegHeader(frame.data);
    if (typeof header === "string" || !isUsual(header) || frame.width * frame.height > maxNativePixels) {
      return await sharpDecoder.decode(frame);
    }
    const mismatch = validateSize(frame, header);
    if (mismatch) throw new CodecError(jpegFormat.name, frame.sequence, mismatch);
    return await decompress(frame);
  }

  /** The binding rejects where libjpeg-turbo only warns, without the warning. sharp has it, and the pixels. */
  async function decodeLeniently(frame: EncodedFrame): Promise<VideoFrame> {
    if (leftToSharp === 0) {
      const decoded = await decodeStrictly(frame).catch(() => undefined);
      if (decoded) return decoded;
      leftToSharp = framesAfterDamage;
    } else leftToSharp--;
    return await sharpDecoder.decode(frame);
  }

  return {
    async decode(frame) {
      if (closed) throw new Error("The jpeg decoder is closed; make another one with createDecoder().");
      return options.onWarning ? await decodeLeniently(frame) : await decodeStrictly(frame);
    },
    async close() {
      closed = true;
      pool.close();
      await sharpDecoder.close();
    },
  };
}

/** Whether libjpeg-turbo's pixels are those to be shown: the binding neither turns them nor converts their colours. */
function isUsual({ plain, orientation, hasIccProfile }: JpegHeader): boolean {
  return plain && orientation === 1 && !hasIccProfile;
}
