/** Decodes and scales each frame of the source once for all rendition encoders. */
import { type EncodedFrame, isEncoded, type VideoFrame } from "@framewire/media";
import type { Codec, Decoder } from "../codec.ts";
import { scaleFrame } from "../pixels/scale-frame.ts";
import type { FrameProblems } from "./frame-problems.ts";
import type { SourceFrame } from "./source-frame.ts";

/** The pixels of frames that encoders are working on. */
export interface DecodeCache {
  /** The frame's pixels, scaled. Rejects as decoders do, and where there is no codec for the frame. */
  getPixels(sourceFrame: SourceFrame, scale: number): Promise<VideoFrame>;
  /** One of the frame's users has finished with it. After the last one, its pixels are released. */
  release(sourceFrame: SourceFrame): void;
  /** Closes the decoders. */
  close(): Promise<void>;
}

/**
 * Creates a cache, which creates a decoder when the first frame needs it. Damaged frames are decoded as far as possible: the
 * receivers of passthrough frames show them as well.
 */
export function createDecodeCache(codecs: ReadonlyMap<string, Codec>, problems: FrameProblems): DecodeCache {
  const decoders = new Map<string, Decoder>();

  async function decode(frame: EncodedFrame): Promise<VideoFrame> {
    const decoder =
      decoders.get(frame.codec) ?? codecs.get(frame.codec)?.createDecoder({ onWarning: problems.damaged });
    if (!decoder) throw new Error(`There is no codec named ${frame.codec} here; add it to the codecs.`);
    decoders.set(frame.codec, decoder);
    return await decoder.decode(frame);
  }

  async function fullSize(sourceFrame: SourceFrame): Promise<VideoFrame> {
    if (!isEncoded(sourceFrame.frame)) return sourceFrame.frame;
    sourceFrame.pixels ??= decode(sourceFrame.frame);
    return await sourceFrame.pixels;
  }

  return {
    async getPixels(sourceFrame, scale) {
      if (scale === 1) return await fullSize(sourceFrame);
      sourceFrame.scaled ??= new Map();
      const scaled = sourceFrame.scaled.get(scale) ?? fullSize(sourceFrame).then((pixels) => scaleFrame(pixels, scale));
      sourceFrame.scaled.set(scale, scaled);
      return await scaled;
    },
    release(sourceFrame) {
      sourceFrame.users--;
      if (sourceFrame.users > 0) return;
      // Only pixels that were decoded here are closed. Pixels that the source gave belong to the source.
      sourceFrame.pixels?.then(
        (pixels) => pixels.close?.(),
        () => {},
      );
    },
    async close() {
      await Promise.all([...decoders.values()].map((decoder) => decoder.close()));
    },
  };
}
