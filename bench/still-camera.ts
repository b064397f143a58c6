import { encode, jpeg } from "@framewire/codec";
import type { EncodedFrame, VideoSource } from "@framewire/media";
import { pattern } from "@framewire/test-pattern";

/** One picture of 1280x720, encoded once, and given 30 times a second as a camera gives its own: in memory of its own, when it is due. */
export async function stillCamera(): Promise<VideoSource> {
  const encoded = await firstOf(encode(pattern({ width: 1280, height: 720 })(), jpeg.createEncoder()));
  return async function* (options): AsyncGenerator<EncodedFrame> {
    // A small pattern for the pace, which is even.
    for await (const { sequence, timestamp } of pattern({ width: 16, height: 16, fps: 30 })(options)) {
      yield { ...encoded, sequence, timestamp, data: Uint8Array.from(encoded.data) };
    }
  };
}

async function firstOf<T>(values: AsyncIterable<T>): Promise<T> {
  for await (const value of values) return value;
  throw new Error("There is no first of nothing.");
}
