import { type Codec, decode, encode } from "@framewire/codec";
import type { EncodedFrame, VideoFrame } from "@framewire/media";
import { table } from "../table.ts";
import { compare, middle, repeated, round } from "./compare.ts";
import { quality, sizeOf } from "./picture.ts";

/** Frames of one measurement. */
const count = 12;

/** What a codec does in a second with so many frames in work. */
export interface ConcurrencyRow {
  readonly size: string;
  readonly codec: string;
  readonly concurrency: number;
  readonly encodeFps: number;
  readonly decodeFps: number;
}

/** One to four frames in work: on a machine with two cores, more than two wait for a core. */
export async function measureConcurrency(codec: Codec, frame: VideoFrame, rounds: number): Promise<ConcurrencyRow[]> {
  const encoder = codec.createEncoder({ quality });
  const decoder = codec.createDecoder();
  const encoded = await encoder.encode(frame);
  const counts = [1, 2, 3, 4];
  const costs = await compare(
    counts.flatMap((concurrency) => [
      repeated(() => drain(encode(repeat(frame), encoder, { concurrency }))),
      repeated(() => drain(decode(repeat(encoded), decoder, { concurrency }))),
    ]),
    rounds,
  );
  return counts.map((concurrency, i) => ({
    size: sizeOf(frame),
    codec: codec.name,
    concurrency,
    encodeFps: round((1000 * count) / middle(costs[2 * i]).ms),
    decodeFps: round((1000 * count) / middle(costs[2 * i + 1]).ms),
  }));
}

/** A row for each number of frames in work. */
export function concurrencyTable(rows: readonly ConcurrencyRow[]): string {
  return table(
    ["size", "codec", "frames in work", "encode fps", "decode fps"],
    rows.map(({ size, codec, concurrency, encodeFps, decodeFps }) => [
      size,
      codec,
      concurrency,
      encodeFps.toFixed(0),
      decodeFps.toFixed(0),
    ]),
  );
}

async function* repeat<T extends VideoFrame | EncodedFrame>(frame: T): AsyncGenerator<T> {
  for (let sequence = 0; sequence < count; sequence++) yield { ...frame, sequence };
}

async function drain(frames: AsyncIterable<VideoFrame | EncodedFrame>): Promise<void> {
  for await (const frame of frames) if ("close" in frame) frame.close?.();
}
