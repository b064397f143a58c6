/** A source that reports its description. */
import type { EncodedFrame, OpenOptions, SourceDescription, VideoFrame, VideoSource } from "@framewire/media";
import { type SourceEvent, sourceEvent } from "../output/events.ts";

/**
 * Returns the same source. While it is open, it reports its description after the first frame and whenever it changes; a
 * problem is reported within a second, also without a frame.
 */
export function reportingSource(
  source: VideoSource,
  { describe, report, intervalMs = 1000 }: SourceReport,
): VideoSource {
  let last = "";
  function reportChange(description: SourceDescription | undefined): void {
    if (!description) return;
    const event = sourceEvent(description);
    const text = JSON.stringify(event);
    if (text === last) return;
    last = text;
    report(event);
  }
  function reportProblem(): void {
    const description = describe();
    if (description?.problem !== undefined) reportChange(description);
  }
  async function* read(options?: OpenOptions): AsyncGenerator<VideoFrame | EncodedFrame> {
    const timer = setInterval(reportProblem, intervalMs);
    try {
      for await (const frame of source(options)) {
        yield frame;
        reportChange(describe());
      }
    } finally {
      clearInterval(timer);
    }
  }
  return Object.assign(read, source.describe && { describe: source.describe.bind(source) });
}

/** What to report, and to whom. */
export interface SourceReport {
  /** Returns the current description. Called after each frame, and at intervals. */
  describe(): SourceDescription | undefined;
  report(event: SourceEvent): void;
  /** Time between two looks at the description while no frames arrive, in milliseconds. Default 1000. */
  readonly intervalMs?: number;
}
