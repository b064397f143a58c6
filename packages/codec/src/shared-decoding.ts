import type { EncodedFrame, VideoFrame } from "@framewire/media";
import type { Codec, Decoder } from "./codec.ts";

/** Decodes each frame once, however many ask for it. */
export interface SharedDecoding {
  /** Decodes with the codec that the frame names. Rejects when there is none, and as decoders do. */
  decode(frame: EncodedFrame): Promise<VideoFrame>;
  /** Closes the decoders that were made. */
  close(): Promise<void>;
}

/** Makes a {@link SharedDecoding}; decoders are made when the first frame needs them. */
export function createSharedDecoding(codecs: ReadonlyMap<string, Codec>): SharedDecoding {
  const decoders = new Map<string, Decoder>();
  const pictures = new WeakMap<EncodedFrame, Promise<VideoFrame>>();

  async function decodeOnce(frame: EncodedFrame): Promise<VideoFrame> {
    const decoder = decoders.get(frame.codec) ?? codecs.get(frame.codec)?.createDecoder();
    if (!decoder) throw new Error(`There is no codec named ${frame.codec} here; add it to the codecs.`);
    decoders.set(frame.codec, decoder);
    return await decoder.decode(frame);
  }

  return {
    decode(frame) {
      const picture = pictures.get(frame) ?? decodeOnce(frame);
      pictures.set(frame, picture);
      return picture;
    },
    async close() {
      await Promise.all([...decoders.values()].map((decoder) => decoder.close()));
    },
  };
}
