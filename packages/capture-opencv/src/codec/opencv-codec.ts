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
import { loadOpenCV, type Mat, type OpenCVBinding, promised } from "../binding/load-opencv.ts";
import { asItLies, convert, matType } from "../binding/opencv-constants.ts";
import { type OpenCVFormat, validateForOpenCV } from "./opencv-format.ts";

/** A codec of single pictures that works on libuv's threads, off the main one. Loads OpenCV with its first stream. */
export function createOpenCVCodec(format: OpenCVFormat): Codec {
  return {
    name: format.name,
    implementation: "OpenCV",
    createEncoder: (options = {}) => createEncoder(format, options),
    createDecoder: (options = {}) => createDecoder(format, options),
  };
}

function createEncoder(format: OpenCVFormat, options: EncoderOptions): Encoder {
  const settings = format.settings(checkedQuality(options));
  const cv = loadOpenCV();
  const work = createWork();

  return {
    async encode(frame) {
      work.begin(`The ${format.name} encoder`, "createEncoder", frame.data);
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
        work.end(frame.data);
      }
    },
    close: () => work.close(),
  };
}

function createDecoder(format: OpenCVFormat, options: DecoderOptions): Decoder {
  const maxPixels = checkedMaxPixels(options);
  const cv = loadOpenCV();
  const work = createWork();

  return {
    async decode(frame) {
      work.begin(`The ${format.name} decoder`, "createDecoder", frame.data);
      try {
        const { sequence, timestamp, width, height } = frame;
        const problem = validateForOpenCV(format, frame, maxPixels);
        if (problem) throw new CodecError(format.name, sequence, problem);
        const data = await read(cv, frame).catch((cause: unknown) => {
          const damaged = `the image is damaged or cut short: ${errorMessage(cause)}.`;
          throw new CodecError(format.name, sequence, damaged, { cause });
        });
        return { sequence, timestamp, format: "RGB", width, height, data };
      } finally {
        work.end(frame.data);
      }
    },
    close: () => work.close(),
  };
}

/** OpenCV reads the frame's memory where it lies; colours other than BGR are laid out anew first. */
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
      // The alpha of RGBA is left out: live pictures are opaque.
      const code = format === "RGBA" ? convert.rgbaToBgr : convert.swapRedBlue;
      mats.unshift(await promised<Mat>((done) => mats[0]?.cvtColorAsync(code, done)));
    }
    const [picture] = mats as [Mat];
    return plain(await promised((done) => cv.imencodeAsync(extension, picture, settings, done)));
  } finally {
    for (const mat of mats) mat.release();
  }
}

async function read(cv: OpenCVBinding, { width, height, data }: EncodedFrame): Promise<Uint8Array> {
  const picture = await promised<Mat>((done) => cv.imdecodeAsync(data, asItLies, done));
  try {
    if (picture.empty) throw new Error("OpenCV gives no picture of it");
    if (picture.cols !== width || picture.rows !== height) throw new Error("its size is not the one in its header");
    const rgb = await promised<Mat>((done) => picture.cvtColorAsync(convert.swapRedBlue, done));
    try {
      return plain(await promised((done) => rgb.getDataAsync(done)));
    } finally {
      rgb.release();
    }
  } finally {
    picture.release();
  }
}

/** The same memory as a plain `Uint8Array`: a `Buffer` slices differently, and the frame is no Node type. */
function plain({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** What an encoder or a decoder has in hand. */
interface Work {
  /** Throws once closed. Keeps the memory alive, which OpenCV reads from another thread without holding on to it. */
  begin(who: string, remedy: string, data: Uint8Array): void;
  end(data: Uint8Array): void;
  close(): Promise<void>;
}

function createWork(): Work {
  // A frame may be in hand twice.
  const held = new Map<Uint8Array, number>();
  let closed = false;
  return {
    begin(who, remedy, data) {
      if (closed) throw new Error(`${who} is closed; make another one with ${remedy}().`);
      held.set(data, 1 + (held.get(data) ?? 0));
    },
    end(data) {
      const uses = (held.get(data) ?? 1) - 1;
      if (uses > 0) held.set(data, uses);
      else held.delete(data);
    },
    async close() {
      closed = true;
    },
  };
}
