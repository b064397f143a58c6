/** The H.264 decoder: FFmpeg's own, one frame in and one frame out. */
import { CodecError, type Decoder, type DecoderOptions } from "@framewire/codec";
import { checkedMaxPixels, errorMessage, validateEncodedFrame, validateSize } from "@framewire/codec/validate";
import type { EncodedFrame, VideoFrame } from "@framewire/media";
import type { AvBinding, AvCodecContext, AvFrame } from "../binding/av-binding.ts";
import { codecIdH264, flagCorrupt, flagLowDelay } from "../binding/constants.ts";
import { cropFromEven, evenSize } from "../pixels/even-size.ts";
import { allocateRgb, createPixelConverter, type PixelConverter } from "../pixels/pixel-converter.ts";
import { sequential } from "../sequential.ts";
import { h264Format } from "./h264-format.ts";

/** Creates a decoder. Its calls are worked on in turn. */
export function createH264Decoder(av: AvBinding, options: DecoderOptions): Decoder {
  const maxPixels = checkedMaxPixels(options);
  const inTurn = sequential();
  const converter = createPixelConverter(av);
  let context: AvCodecContext | undefined;
  /** Sequence of the frame that the next delta frame has to build on; none before a key frame. */
  let previous: number | undefined;
  let closed = false;

  /** Forgets all frames. FFmpeg would otherwise conceal the damage with what it has, and show a broken frame. */
  function reset(): void {
    context?.freeContext();
    context = undefined;
    previous = undefined;
  }

  async function decode(frame: EncodedFrame): Promise<VideoFrame> {
    if (closed) throw new Error("The h264 decoder is closed; make another one with createDecoder().");
    const problem = validateEncodedFrame(h264Format, frame, maxPixels) ?? problemOfReference(frame);
    if (problem) throw new CodecError(h264Format.name, frame.sequence, problem);
    if (frame.type === "key") reset();
    context ??= openContext(av);
    try {
      const data = await decodePicture(av, context, converter, frame);
      previous = frame.sequence;
      const { sequence, timestamp, width, height } = frame;
      return { sequence, timestamp, format: "RGB", width, height, data };
    } catch (cause) {
      reset();
      throw new CodecError(h264Format.name, frame.sequence, `${errorMessage(cause)}.`, { cause });
    }
  }

  function problemOfReference(frame: EncodedFrame): string | undefined {
    if (frame.type === "delta") {
      if (previous !== undefined && frame.dependsOn === previous) return undefined;
      const base = frame.dependsOn === undefined ? "an earlier frame" : `frame ${frame.dependsOn}`;
      return `it builds on ${base}, which has not been decoded last; ask for a key frame.`;
    }
    const size = h264Format.readHeader(frame.data);
    return size ? validateSize(evenSize(frame), size) : "a key frame has to begin with its parameter sets.";
  }

  return {
    decode: (frame) => inTurn(() => decode(frame)),
    close: () =>
      inTurn(async () => {
        if (!closed) converter.close();
        closed = true;
        reset();
      }),
  };
}

function openContext(av: AvBinding): AvCodecContext {
  const codec = av.Codec.findDecoder(codecIdH264);
  if (!codec) throw new Error("The native library has no decoder for h264.");
  const context = new av.CodecContext();
  context.allocContext3(codec);
  context.threadCount = 1;
  context.flags = flagLowDelay;
  const result = context.open2Sync(codec, null);
  if (result >= 0) return context;
  context.freeContext();
  throw new Error(`The decoder for h264 does not open (error ${result}).`);
}

/** Decodes one frame to RGB. Throws where FFmpeg returns none, or one that it has repaired. */
async function decodePicture(
  av: AvBinding,
  context: AvCodecContext,
  converter: PixelConverter,
  frame: EncodedFrame,
): Promise<Uint8Array> {
  const picture = new av.Frame();
  picture.alloc();
  let pixels: AvFrame | undefined;
  try {
    const result = (await sendPacket(av, context, frame)) || (await context.receiveFrame(picture));
    if (result < 0) throw new Error(`the frame is damaged or cut short (error ${result})`);
    if (picture.decodeErrorFlags !== 0 || (picture.flags & flagCorrupt) !== 0) throw new Error("the frame is damaged");
    const even = evenSize(frame);
    const mismatch = validateSize(even, picture);
    if (mismatch) throw new Error(mismatch);
    pixels = allocateRgb(av, even);
    await converter.convert(pixels, picture);
    return cropFromEven(new Uint8Array(pixels.toBuffer()), frame);
  } finally {
    picture.free();
    pixels?.free();
  }
}

async function sendPacket(av: AvBinding, context: AvCodecContext, { data, sequence }: EncodedFrame): Promise<number> {
  const packet = new av.Packet();
  packet.alloc();
  try {
    packet.data = Buffer.from(data);
    packet.pts = BigInt(sequence);
    return await context.sendPacket(packet);
  } finally {
    packet.free();
  }
}
