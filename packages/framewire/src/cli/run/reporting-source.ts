/** A source that reports its description. */
import type { EncodedFrame, OpenOptions, SourceDescription, VideoFrame, VideoSource } from "@framewire/media";
import { type SourceEvent, sourceEvent } from "../output/events.ts";

/** Returns the same source, which reports its description after the first frame and whenever it changes. */
export function reportingSource(source: VideoSource, { describe, report }: SourceReport): VideoSource {
  let last = "";
  function reportChange(): void {
    const description = describe();
    if (!description) return;
    const event = sourceEvent(description);
    const text = JSON.stringify(event);
    if (text === last) return;
    last = text;
    report(event);
  }
  async function* read(options?: OpenOptions): AsyncGenerator<VideoFrame | EncodedFrame> {
    for await (const frame of source(options)) {
      yield frame;
      reportChange();
    }
  }
  return Object.assign(read, source.describe && { describe: source.describe.bind(source) });
}

/** What to report, and to whom. */
export interface SourceReport {
  /** Returns the current description. Called after each frame. */
  describe(): SourceDescription | undefined;
  report(event: SourceEvent): void;
}
