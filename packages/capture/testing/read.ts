import type { EncodedFrame, Logger, VideoFrame } from "@framewire/media";
import { isEncoded, type Source } from "@framewire/media";
import { keepLog } from "test-support/keep-log";
import { take as takeFrom } from "test-support/take";

export { until } from "test-support/until";

/** Reads frames until there are `count`, then leaves the loop. */
export function take(source: Source<EncodedFrame>, count: number): Promise<EncodedFrame[]> {
  return takeFrom(source(), count);
}

/** Reads frames of a source that must yield encoded frames only. */
export async function takeEncoded(source: Source<VideoFrame | EncodedFrame>, count: number): Promise<EncodedFrame[]> {
  const frames: EncodedFrame[] = [];
  for await (const frame of source()) {
    if (!isEncoded(frame)) throw new Error("This frame is not encoded.");
    frames.push(frame);
    if (frames.length === count) break;
  }
  return frames;
}

/** Returns the error of a source that fails before its first frame. */
export async function failure(source: Source<EncodedFrame>): Promise<Error> {
  try {
    const [frame] = await take(source, 1);
    throw new Error(`There is a frame ${frame?.sequence} where an error should be.`);
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

/** A logger that records its lines. */
export interface RecordedLog extends Logger {
  readonly lines: string[];
}

/** Creates a logger that records lines as `level: message`. */
export function recordLog(): RecordedLog {
  const { lines, log } = keepLog();
  return { lines, ...log };
}
