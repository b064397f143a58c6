/** The H.264 encoder: libx264 with a byte budget for each frame. */
import { CodecError, type Encoder, type EncoderOptions, type FrameEncodeOptions } from "@framewire/codec";
import { checkedQuality, errorMessage, type ImageSize, validateVideoFrame } from "@framewire/codec/validate";
import type { EncodedFrame, VideoFrame } from "@framewire/media";
import type { AvBinding, AvCodecContext, AvFrame } from "../binding/av-binding.ts";
import { colourRange, colourSpace, pictureType, pixelFormats, searchChildren, yuv420p } from "../binding/constants.ts";
import { evenSize, padToEven } from "../pixels/even-size.ts";
import { allocate, allocateRgb, createPixelConverter } from "../pixels/pixel-converter.ts";
import { sequential } from "../sequential.ts";
import { h264Format } from "./h264-format.ts";

/** Creates an encoder. Its calls are worked on in turn. */
export function createH264Encoder(av: AvBinding, options: EncoderOptions): Encoder {
  const quality = checkedQuality(options);
  const inTurn = sequential();
  let stream: H264Stream | undefined;
  let closed = false;

  function streamFor(frame: VideoFrame): H264Stream {
    if (stream?.fits(frame)) return stream;
    stream?.close();
    stream = undefined;
    stream = new H264Stream(av, frame, quality);
    return stream;
  }

  async function encode(frame: VideoFrame, encodeOptions: FrameEncodeOptions): Promise<EncodedFrame> {
    if (closed) throw new Error("The h264 encoder is closed; make another one with createEncoder().");
    const problem = validateVideoFrame(h264Format, frame) ?? problemOfBudget(encodeOptions);
    if (problem) throw new CodecError(h264Format.name, frame.sequence, problem);
    try {
      return await streamFor(frame).encode(frame, encodeOptions);
    } catch (cause) {
      // What the encoder believes that the receiver has is not known any more: begin again with a key frame.
      stream?.close();
      stream = undefined;
      const message = `the frame cannot be encoded: ${errorMessage(cause)}.`;
      throw new CodecError(h264Format.name, frame.sequence, message, { cause });
    }
  }

  return {
    encode: (frame, encodeOptions = {}) => inTurn(() => encode(frame, encodeOptions)),
    close: () =>
      inTurn(async () => {
        closed = true;
        stream?.close();
        stream = undefined;
      }),
  };
}

/** Frames of one size, of which each builds on the one before. */
class H264Stream {
  readonly #av: AvBinding;
  readonly #size: ImageSize;
  readonly #format: VideoFrame["format"];
  readonly #context: AvCodecContext;
  readonly #converter: ReturnType<typeof createPixelConverter>;
  readonly #pixels: AvFrame;
  readonly #picture: AvFrame;
  #count = 0n;
  #previous: number | undefined;

  constructor(av: AvBinding, { width, height, format }: VideoFrame, quality: number) {
    const size = evenSize({ width, height });
    this.#av = av;
    this.#size = { width, height };
    this.#format = format;
    this.#context = openContext(av, size, quality);
    this.#converter = createPixelConverter(av);
    this.#pixels = allocateRgb(av, size, pixelFormats[format]);
    const { bt601: colorSpace } = colourSpace;
    this.#picture = allocate(av, { ...size, format: yuv420p, colorSpace, colorRange: colourRange.limited });
  }

  /** Whether a frame has the size and format of this stream. */
  fits({ width, height, format }: VideoFrame): boolean {
    return width === this.#size.width && height === this.#size.height && format === this.#format;
  }

  async encode(frame: VideoFrame, { keyFrame = false, maxBytes }: FrameEncodeOptions): Promise<EncodedFrame> {
    this.#pixels.fromBuffer(padToEven(frame));
    // x264 may still refer to the picture before.
    this.#picture.makeWritable();
    await this.#converter.convert(this.#picture, this.#pixels);
    setBudget(this.#context, maxBytes ?? unlimitedBytes(this.#size));
    this.#picture.pts = this.#count++;
    this.#picture.pictType = keyFrame ? pictureType.intra : pictureType.any;
    const { sequence, timestamp, width, height } = frame;
    const { data, isKey } = await this.#takePacket();
    const dependsOn = this.#previous;
    this.#previous = sequence;
    const encoded = { sequence, timestamp, codec: h264Format.name, width, height, data };
    if (isKey || dependsOn === undefined) return { ...encoded, type: "key" };
    return { ...encoded, type: "delta", dependsOn };
  }

  close(): void {
    this.#context.freeContext();
    this.#converter.close();
    this.#pixels.free();
    this.#picture.free();
  }

  async #takePacket(): Promise<{ readonly data: Uint8Array; readonly isKey: boolean }> {
    const packet = new this.#av.Packet();
    packet.alloc();
    try {
      const result = (await this.#context.sendFrame(this.#picture)) || (await this.#context.receivePacket(packet));
      if (result < 0 || !packet.data) throw new Error(`libx264 returns no frame (error ${result})`);
      return { data: new Uint8Array(packet.data), isKey: packet.isKeyframe };
    } finally {
      packet.free();
    }
  }
}

/** Frames a second of the model decoder, which has one buffer of `maxBytes` for each frame. Real intervals do not matter. */
const modelFps = 30;

function openContext(av: AvBinding, size: ImageSize, quality: number): AvCodecContext {
  const codec = av.Codec.findEncoderByName("libx264");
  if (!codec) throw new Error("the native library has no libx264");
  const context = new av.CodecContext();
  context.allocContext3(codec);
  Object.assign(context, {
    ...size,
    pixelFormat: yuv420p,
    timeBase: { num: 1, den: modelFps },
    framerate: { num: modelFps, den: 1 },
    gopSize: 2 ** 30,
    maxBFrames: 0,
    threadCount: 1,
    colorSpace: colourSpace.bt601,
    colorPrimaries: colourSpace.bt601,
    colorTrc: colourSpace.bt601,
    colorRange: colourRange.limited,
  });
  // The buffer of the model can be changed later only if there is one from the beginning.
  setBudget(context, unlimitedBytes(size));
  const settings = { preset: "superfast", tune: "zerolatency", "forced-idr": "1", crf: String(rateFactor(quality)) };
  for (const [name, value] of Object.entries(settings)) av.Option.set(context, name, value, searchChildren);
  const result = context.open2Sync(codec, null);
  if (result >= 0) return context;
  context.freeContext();
  throw new Error(`libx264 does not open for ${size.width}x${size.height} (error ${result})`);
}

function setBudget(context: AvCodecContext, bytes: number): void {
  context.rcMaxRate = BigInt(8 * bytes * modelFps);
  context.rcBufferSize = 8 * bytes;
}

/** More bytes than a frame takes: those of its pixels in 4:2:0, and what headers need in the smallest frame. */
function unlimitedBytes({ width, height }: ImageSize): number {
  return Math.min(Math.ceil(1.5 * width * height) + 4096, maxBudget);
}

/** VBV sizes and rates are 32-bit numbers of bits, of which x264 counts thousands. */
const maxBudget = 2 ** 31 / (8 * modelFps) - 1;

/** x264's constant rate factor: 10 at quality 100, 18 at 80, 50 at 1. */
function rateFactor(quality: number): number {
  return Math.round(50 - 0.404 * (quality - 1));
}

function problemOfBudget({ maxBytes }: FrameEncodeOptions): string | undefined {
  if (maxBytes === undefined || (Number.isSafeInteger(maxBytes) && maxBytes >= 1 && maxBytes <= maxBudget)) return;
  return `maxBytes is ${maxBytes}; give a whole number of bytes from 1 to ${Math.floor(maxBudget)}.`;
}
