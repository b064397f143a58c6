/** The codec of one image format through OpenCV. */
import {
  type Codec,
  CodecError,
  type Decoder,
  type DecoderOptions,
  type Encoder,
  type EncoderOptions,
} from "@framewire/codec";
import { checkedMaxPixels, checkedQuality, errorMessage, validateVideoFrame } from "@framewire/codec/validate";
import { bytesPerPixel, type EncodedFrame, type VideoFrame } from "@framewire/media";
import { loadOpenCV, promisify } from "../binding/load-opencv.ts";
import type { Mat, OpenCVBinding } from "../binding/opencv-binding.ts";
import { colourConversion, imreadMode, matType } from "../binding/opencv-constants.ts";
import { type OpenCVFormat, validateForOpenCV } from "./opencv-format.ts";

/**
 * Creates an image codec that runs on libuv's threads. Loads OpenCV with its first encoder or decoder. `profiled` decodes
 * images with a colour profile, which OpenCV ignores.
 */
export function createOpenCVCodec(format: OpenCVFormat, profiled: Codec): Codec {
  return {
    name: format.name,
    implementation: "OpenCV",
    createEncoder: (options = {}) => createEncoder(format, options),
    createDecoder: (options = {}) => createDecoder(format, profiled, options),
  };
}

function createEncoder(format: OpenCVFormat, options: EncoderOptions): Encoder {
  const settings = format.settings(checkedQuality(options));
  const cv = loadOpenCV();
  const inUse = createFramesInUse();

  return {
    async encode(frame) {
      inUse.begin(`The ${format.name} encoder`, "createEncoder", frame.data);
      try {
        const { sequence, timestamp, width, height } = frame;
        const problem = validateVideoFrame(format, frame);
        if (problem) throw new CodecError(format.name, sequence, problem);
        const data = await write(cv, format, frame, settings).catch((cause: unknown) => {
          throw new CodecError(format.name, sequence, `the frame cannot be encoded: ${errorMessage(cause)}.`, {
            cause,
          });
        });
        return { sequence, timestamp, codec: format.name, type: "key", width, height, data };
      } finally {
        inUse.end(frame.data);
      }
    },
    close: () => inUse.close(),
  };
}

function createDecoder(format: OpenCVFormat, profiled: Codec, options: DecoderOptions): Decoder {
  const maxPixels = checkedMaxPixels(options);
  const cv = loadOpenCV();
  const inUse = createFramesInUse();
  const profiledDecoder = profiled.createDecoder(options);

  return {
    async decode(frame) {
      inUse.begin(`The ${format.name} decoder`, "createDecoder", frame.data);
      try {
        const { sequence, timestamp, width, height } = frame;
        const problem = validateForOpenCV(format, frame, maxPixels);
        if (problem) throw new CodecError(format.name, sequence, problem);
        const header = format.readHeader(frame.data);
        if (header?.hasIccProfile) return await profiledDecoder.decode(frame);
        const data = await read(cv, frame, header?.orientation).catch((cause: unknown) => {
          const damaged = `the image is damaged or cut short: ${errorMessage(cause)}.`;
          throw new CodecError(format.name, sequence, damaged, { cause });
        });
        return { sequence, timestamp, format: "RGB", width, height, data };
      } finally {
        inUse.end(frame.data);
      }
    },
    async close() {
      await inUse.close();
      await profiledDecoder.close();
    },
  };
}

/** Encodes a frame. OpenCV reads BGR from the frame's own memory; other formats are converted first. */
async function write(
  cv: OpenCVBinding,
  { extension }: OpenCVFormat,
  { format, width, height, data }: VideoFrame,
  settings: readonly number[],
): Promise<Uint8Array> {
  const step = bytesPerPixel[format] * width;
  const type = format === "RGBA" ? matType.fourChannels : matType.threeChannels;
  const mats: Mat[] = [new cv.Mat(height, width, type, data, step)];
  try {
    if (format !== "BGR") {
      // The alpha channel is dropped: live frames are opaque.
      const code = format === "RGBA" ? colourConversion.rgbaToBgr : colourConversion.swapRedBlue;
      mats.unshift(await promisify<Mat>((done) => mats[0]?.cvtColorAsync(code, done)));
    }
    const [image] = mats as [Mat];
    return plain(await promisify((done) => cv.imencodeAsync(extension, image, settings, done)));
  } finally {
    for (const mat of mats) mat.release();
  }
}

async function read(
  cv: OpenCVBinding,
  { width, height, data }: EncodedFrame,
  orientation: number | undefined,
): Promise<Uint8Array> {
  const image = await promisify<Mat>((done) => cv.imdecodeAsync(data, imreadMode(orientation), done));
  try {
    if (image.empty) throw new Error("OpenCV cannot decode it");
    if (image.cols !== width || image.rows !== height) throw new Error("its size is not the one in its header");
    const rgb = await promisify<Mat>((done) => image.cvtColorAsync(colourConversion.swapRedBlue, done));
    try {
      return plain(await promisify((done) => rgb.getDataAsync(done)));
    } finally {
      rgb.release();
    }
  } finally {
    image.release();
  }
}

/** Returns the same memory as a plain `Uint8Array`: `Buffer` is a Node type with another `slice`. */
function plain({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The frames that an encoder or a decoder is processing. */
interface FramesInUse {
  /** Keeps the memory of a frame alive, which OpenCV reads from another thread. Throws after `close()`. */
  begin(who: string, remedy: string, data: Uint8Array): void;
  end(data: Uint8Array): void;
  close(): Promise<void>;
}

function createFramesInUse(): FramesInUse {
  // A frame may be in use twice.
  const useCounts = new Map<Uint8Array, number>();
  let closed = false;
  return {
    begin(who, remedy, data) {
      if (closed) throw new Error(`${who} is closed; make another one with ${remedy}().`);
      useCounts.set(data, 1 + (useCounts.get(data) ?? 0));
    },
    end(data) {
      const uses = (useCounts.get(data) ?? 1) - 1;
      if (uses > 0) useCounts.set(data, uses);
      else useCounts.delete(data);
    },
    async close() {
      closed = true;
    },
  };
}
