import { type EncodedFrame, isEncoded, type VideoFrame, type VideoSource } from "@framewire/media";

/** Throws an error that says `problem` unless the condition holds. */
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

/** Frames of a source as they come. */
export async function take(source: VideoSource, count: number): Promise<(VideoFrame | EncodedFrame)[]> {
  const frames: (VideoFrame | EncodedFrame)[] = [];
  for await (const frame of source()) {
    frames.push(frame);
    if (frames.length === count) break;
  }
  ensure(frames.length === count, `The source ended after ${frames.length} frames.`);
  return frames;
}

/** Frames that follow one another, whose numbers and times have to grow, and whose content has to fit what they say. */
export function ensureInOrder(frames: readonly (VideoFrame | EncodedFrame)[]): void {
  let before: VideoFrame | EncodedFrame | undefined;
  for (const frame of frames) {
    const { sequence, timestamp, width, height, data } = frame;
    ensure(Number.isInteger(width) && width > 0 && Number.isInteger(height) && height > 0, "A frame has no size.");
    ensure(data.length > 0, `Frame ${sequence} is empty.`);
    if (!isEncoded(frame)) {
      const pixel = frame.format === "RGBA" ? 4 : 3;
      ensure(data.length === width * height * pixel, `Frame ${sequence} has not as many bytes as its size takes.`);
    }
    ensure(Number.isInteger(sequence) && Number.isInteger(timestamp), "A sequence number or a time is not whole.");
    if (before) {
      ensure(sequence > before.sequence, `After frame ${before.sequence} comes frame ${sequence}.`);
      ensure(timestamp > before.timestamp, `Frame ${sequence} was captured no later than the one before it.`);
    }
    before = frame;
  }
}
