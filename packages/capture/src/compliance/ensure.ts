/** Assertions of the compliance suite. */
import { type EncodedFrame, isEncoded, type VideoFrame, type VideoSource } from "@framewire/media";

/** Throws an error with the message `problem` unless the condition holds. */
export function ensure(condition: boolean, problem: string): asserts condition {
  if (!condition) throw new Error(problem);
}

/** Waits until a condition holds, and throws after `ms`. */
export async function until(condition: () => boolean, problem: () => string, ms: number): Promise<void> {
  const end = performance.now() + ms;
  while (!condition()) {
    ensure(performance.now() < end, `${problem()} (after ${ms} ms)`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Reads `count` frames of a source. */
export async function take(source: VideoSource, count: number): Promise<(VideoFrame | EncodedFrame)[]> {
  const frames: (VideoFrame | EncodedFrame)[] = [];
  for await (const frame of source()) {
    frames.push(frame);
    if (frames.length === count) break;
  }
  ensure(frames.length === count, `The source ended after ${frames.length} frames.`);
  return frames;
}

/** Checks that sequence numbers and timestamps increase, and that the size of each frame fits its data. */
export function ensureInOrder(frames: readonly (VideoFrame | EncodedFrame)[]): void {
  let before: VideoFrame | EncodedFrame | undefined;
  for (const frame of frames) {
    const { sequence, timestamp, width, height, data } = frame;
    ensure(Number.isInteger(width) && width > 0 && Number.isInteger(height) && height > 0, "A frame has no size.");
    ensure(data.length > 0, `Frame ${sequence} is empty.`);
    if (!isEncoded(frame)) {
      const pixel = frame.format === "RGBA" ? 4 : 3;
      ensure(
        data.length === width * height * pixel,
        `Frame ${sequence} does not have the number of bytes of its size and format.`,
      );
    }
    ensure(
      Number.isInteger(sequence) && Number.isInteger(timestamp),
      "A sequence number or a timestamp is not an integer.",
    );
    if (before) {
      ensure(sequence > before.sequence, `Frame ${sequence} follows frame ${before.sequence}.`);
      ensure(timestamp > before.timestamp, `Frame ${sequence} was captured no later than the one before it.`);
    }
    before = frame;
  }
}
