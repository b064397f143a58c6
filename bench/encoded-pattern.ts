import { type Codec, encode, jpeg } from "@framewire/codec";
import { type EncodedFrame, now, type Source } from "@framewire/media";
import { pattern } from "@framewire/test-pattern";

/** What an {@link EncodedPattern} is like. */
export interface EncodedPatternOptions {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** Default JPEG. */
  readonly codec?: Codec;
}

/** A camera that shows the test pattern, and encodes it itself. */
export interface EncodedPattern {
  readonly source: Source<EncodedFrame>;
  /** The numbers in the pictures' blocks, in the order in which the pictures come, again and again. */
  readonly numbers: readonly number[];
}

/** Encodes a second of the pattern, and gives it as a camera does: encoded already, each in memory of its own. */
export async function encodedPattern({ codec = jpeg, ...options }: EncodedPatternOptions): Promise<EncodedPattern> {
  const encoder = codec.createEncoder();
  const pictures: EncodedFrame[] = [];
  for await (const picture of encode(pattern(options)(), encoder)) {
    pictures.push(picture);
    if (pictures.length === options.fps) break;
  }
  await encoder.close();
  return {
    numbers: pictures.map(({ sequence }) => sequence),
    async *source(opened): AsyncGenerator<EncodedFrame> {
      // A small pattern for the pace, which is even.
      for await (const { sequence } of pattern({ width: 16, height: 16, fps: options.fps })(opened)) {
        const { width, height, codec, type, data } = pictures[sequence % pictures.length] as EncodedFrame;
        yield { codec, type, width, height, sequence, timestamp: now(), data: Uint8Array.from(data) };
      }
    },
  };
}
