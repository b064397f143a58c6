import type { EncodedFrame, Logger, VideoFrame } from "@framewire/media";
import { isEncoded, type Source } from "@framewire/media";

/** Reads frames until there are `count`, then leaves the loop. */
export async function take(source: Source<EncodedFrame>, count: number): Promise<EncodedFrame[]> {
  const frames: EncodedFrame[] = [];
  for await (const frame of source()) {
    frames.push(frame);
    if (frames.length === count) break;
  }
  return frames;
}

/** The same of a source that may give pixels, which none here should. */
export async function takeEncoded(source: Source<VideoFrame | EncodedFrame>, count: number): Promise<EncodedFrame[]> {
  const frames: EncodedFrame[] = [];
  for await (const frame of source()) {
    if (!isEncoded(frame)) throw new Error("This frame is not encoded.");
    frames.push(frame);
    if (frames.length === count) break;
  }
  return frames;
}

/** The error that ends the reading of a source which gives nothing. */
export async function failure(source: Source<EncodedFrame>): Promise<Error> {
  try {
    const [frame] = await take(source, 1);
    throw new Error(`There is a frame ${frame?.sequence} where an error should be.`);
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

/** Keeps what is said. */
export interface Listening extends Logger {
  readonly lines: string[];
}

/** A log that keeps lines as `level: message`. */
export function listen(): Listening {
  const lines: string[] = [];
  const say = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
  return { lines, debug: say("debug"), info: say("info"), warn: say("warn"), error: say("error") };
}

/** Waits until a condition holds. */
export async function until(condition: () => boolean, what: string, ms = 10_000): Promise<void> {
  const end = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`After ${ms} ms it is still not so that ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
