/** Encodes and decodes streams of frames, several frames at once and in order. */
import { type EncodedFrame, type Logger, silent, type VideoFrame } from "@framewire/media";
import type { Decoder, Encoder } from "./codec.ts";
import { isCodecError } from "./codec-error.ts";
import { mapConcurrent } from "./map-concurrent.ts";

/**
 * Encodes a stream, several frames at once and in order. Ends with the input; leaving the loop closes the input. A frame
 * that cannot be encoded throws in the loop: it is the sender's own mistake. The encoder stays open; its creator closes it.
 */
export function encode(
  frames: AsyncIterable<VideoFrame>,
  encoder: Encoder,
  { concurrency = defaultConcurrency, signal }: EncodeOptions = {},
): AsyncIterable<EncodedFrame> {
  return mapConcurrent(frames, async (frame) => await encoder.encode(frame), { concurrency, signal });
}

/**
 * Decodes a stream, several frames at once and in order. Ends with the input; leaving the loop closes the input. A frame
 * that cannot be decoded (`CodecError`) is skipped, logged and counted: it is the remote's mistake, and the next one may be
 * valid. Other errors throw in the loop. The decoder stays open; its creator closes it.
 */
export function decode(
  frames: AsyncIterable<EncodedFrame>,
  decoder: Decoder,
  { concurrency = defaultConcurrency, signal, log = silent }: DecodeOptions = {},
): DecodedFrames {
  let failed = 0;

  async function decodeOrSkip(frame: EncodedFrame): Promise<VideoFrame | undefined> {
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
      for await (const frame of mapConcurrent(frames, decodeOrSkip, { concurrency, signal })) {
        if (frame) yield frame;
      }
    },
  };
}

/** Frames in progress at once, by default. More are a little faster, but each adds a frame of latency. */
export const defaultConcurrency = 2;

/** Options of {@link encode}. */
export interface EncodeOptions {
  /** Most frames in progress at once, and how far ahead of the reader the input is read. Default 2. */
  readonly concurrency?: number;
  /** Ends the iteration without an error. */
  readonly signal?: AbortSignal;
}

/** Options of {@link decode}. */
export interface DecodeOptions extends EncodeOptions {
  /** Logs each frame that is skipped. Default: nothing. */
  readonly log?: Logger;
}

/** The result of {@link decode}. */
export interface DecodedFrames extends AsyncIterable<VideoFrame> {
  /** Frames that could not be decoded and were skipped. */
  readonly failed: number;
}
