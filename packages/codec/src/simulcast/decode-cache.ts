import { type EncodedFrame, isEncoded, type VideoFrame } from "@framewire/media";
import type { Codec, Decoder } from "../codec.ts";
import { scaleFrame } from "../pixels/scale-frame.ts";
import type { SourceFrame } from "./source-frame.ts";

/** Decodes and scales each frame once, however many ask for it. */
export interface DecodeCache {
  /** The frame as pixels, in the size that `scale` makes. Rejects as decoders do, and where there is no codec for it. */
  get(arrival: SourceFrame, scale: number): Promise<VideoFrame>;
  /** One of the frame's users has done with it; after the last one its pixels are let go. */
  release(arrival: SourceFrame): void;
  /** Closes the decoders that were made. */
  close(): Promise<void>;
}

/** Makes {@link DecodeCache}; decoders are made when the first frame needs them. */
export function createDecodeCache(codecs: ReadonlyMap<string, Codec>): DecodeCache {
  const decoders = new Map<string, Decoder>();

  async function decode(frame: EncodedFrame): Promise<VideoFrame> {
    const decoder = decoders.get(frame.codec) ?? codecs.get(frame.codec)?.createDecoder();
    if (!decoder) throw new Error(`There is no codec named ${frame.codec} here; add it to the codecs.`);
    decoders.set(frame.codec, decoder);
    return await decoder.decode(frame);
  }

  async function pixelsOf(arrival: SourceFrame): Promise<VideoFrame> {
    if (!isEncoded(arrival.frame)) return arrival.frame;
    arrival.pixels ??= decode(arrival.frame);
    return await arrival.pixels;
  }

  return {
    async get(arrival, scale) {
      if (scale === 1) return await pixelsOf(arrival);
      arrival.scaled ??= new Map();
      const scaled = arrival.scaled.get(scale) ?? pixelsOf(arrival).then((pixels) => scaleFrame(pixels, scale));
      arrival.scaled.set(scale, scaled);
      return await scaled;
    },
    release(arrival) {
      arrival.users--;
      if (arrival.users > 0) return;
      // What was decoded here is nobody else's. What the source gave as pixels is the source's.
      arrival.pixels?.then(
        (pixels) => pixels.close?.(),
        () => {},
      );
    },
    async close() {
      await Promise.all([...decoders.values()].map((decoder) => decoder.close()));
    },
  };
}
