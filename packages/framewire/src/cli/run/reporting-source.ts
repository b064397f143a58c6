import type { EncodedFrame, OpenOptions, SourceDescription, VideoFrame, VideoSource } from "@framewire/media";
import { type SourceEvent, sourceEvent } from "../output/events.ts";

/** Who is told what a source is. */
export interface Telling {
  /** What it says of itself, asked after each picture. */
  describe(): SourceDescription | undefined;
  tell(event: SourceEvent): void;
}

/** The same source, which tells what it is once it gives pictures, and again when that has changed. */
export function toldSource(source: VideoSource, { describe, tell }: Telling): VideoSource {
  let last = "";
  function note(): void {
    const says = describe();
    if (!says) return;
    const event = sourceEvent(says);
    const text = JSON.stringify(event);
    if (text === last) return;
    last = text;
    tell(event);
  }
  async function* told(options?: OpenOptions): AsyncGenerator<VideoFrame | EncodedFrame> {
    for await (const frame of source(options)) {
      yield frame;
      note();
    }
  }
  return Object.assign(told, source.describe && { describe: source.describe.bind(source) });
}
