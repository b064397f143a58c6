/** The check of a source at the start, which reports a mistyped address at once. */
import type { VideoSource } from "@framewire/media";

/** A source that is opened once at the start. */
export interface CheckedSource {
  /** The same source; it is not opened before the check is over, since many cameras can be open only once. */
  readonly source: VideoSource;
  /** Resolves at the first frame, or after the time limit. Rejects with the error of a source that fails before. */
  readonly checked: Promise<void>;
}

/** Opens the source at once, until its first frame, and for `limitMs` at most. */
export function checkSource(source: VideoSource, limitMs = 1000): CheckedSource {
  const checked = openOnce(source, limitMs);
  const passed = checked.then(
    () => true,
    () => false,
  );
  const read: VideoSource = async function* (options) {
    // The app ends if the source has failed.
    if (await passed) yield* source(options);
  };
  return { source: Object.assign(read, source.describe && { describe: source.describe.bind(source) }), checked };
}

async function openOnce(source: VideoSource, limitMs: number): Promise<void> {
  const leaving = new AbortController();
  const timer = setTimeout(() => leaving.abort(), limitMs);
  try {
    for await (const _ of source(leaving)) break;
  } catch (error) {
    if (!leaving.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
  }
}
