import { type EncodedFrame, type Logger, silent, type VideoFrame } from "@framewire/media";
import type { Decoder, Encoder } from "./codec.ts";
import { isCodecError } from "./codec-error.ts";
import { mapConcurrent } from "./map-concurrent.ts";

/**
 * Frames in work at once where nothing else is asked for. On two cores, two
 * are half as fast again as one and four a tenth to a quarter faster still, but each is a picture more that may wait
 * between the camera and the eye.
 */
export const defaultConcurrency = 2;

/** How {@link encode} works. */
export interface EncodeOptions {
  /** Frames in work at once, at most, and how far ahead of the reader frames are taken. Default 2. */
  readonly concurrency?: number;
  /** Ends the iteration, quietly. */
  readonly signal?: AbortSignal;
}

/** How {@link decode} works. */
export interface DecodeOptions extends EncodeOptions {
  /** Is told of each frame that was skipped. Default {@link silent}. */
  readonly log?: Logger;
}

/** The pictures that {@link decode} gives. */
export interface DecodedFrames extends AsyncIterable<VideoFrame> {
  /** Frames that could not be decoded and were skipped. */
  readonly failed: number;
}

/**
 * Encodes a stream, several frames at once and always in order. Ends with the input; leaving the loop
 * closes the input. A frame that cannot be encoded is the sender's own mistake and throws in the loop.
 * The encoder stays open: who made it closes it.
 */
export function encode(
  frames: AsyncIterable<VideoFrame>,
  encoder: Encoder,
  { concurrency = defaultConcurrency, signal }: EncodeOptions = {},
): AsyncIterable<EncodedFrame> {
  return mapConcurrent(frames, async (frame) => await encoder.encode(frame), { concurrency, signal });
}

/**
 * Decodes a stream, several frames at once and always in order. Ends with the input; leaving the loop
 * closes the input. A frame that cannot be decoded ({@link CodecError}) is skipped, logged and counted:
 * it came from somebody else, and the next one may be fine. Other errors throw in the loop.
 * The decoder stays open: who made it closes it.
 */
export function decode(
  frames: AsyncIterable<EncodedFrame>,
  decoder: Decoder,
  { concurrency = defaultConcurrency, signal, log = silent }: DecodeOptions = {},
): DecodedFrames {
  let failed = 0;

  async function decoded(frame: EncodedFrame): Promise<VideoFrame | undefined> {
    try {
      return await decoder.decode(frame);
    } catch (error) {
      if (!isCodecError(error)) throw error;
      failed++;
      log.warn(`A frame is skipped. ${error.message}`);
      return undefined;
    }
  }

  return {
    get failed() {
      return failed;
    },
    async *[Symbol.asyncIterator]() {
      for await (const frame of mapConcurrent(frames, decoded, { concurrency, signal })) {
        if (frame) yield frame;
      }
    },
  };
}
