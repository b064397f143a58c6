/** The check of a source at the start, which reports a mistyped address at once. */
import { type EncodedFrame, share, type VideoFrame, type VideoSource } from "@framewire/media";

/** A source that is opened once at the start. */
export interface CheckedSource {
  /**
   * The same source. It is not opened beside the check, since many cameras can be open only once: its first reader takes over
   * what the check has opened, beginning with its newest frame.
   */
  readonly source: VideoSource;
  /** Resolves at the first frame, or after the time limit. Rejects with the error of a source that fails before. */
  readonly checked: Promise<void>;
  /** Closes what the check has opened. */
  close(): void;
}

/** Options of {@link checkSource}, in milliseconds. */
export interface CheckOptions {
  /** How long the check waits for the first frame. Default 1000. */
  readonly limitMs?: number;
  /** How long the source then stays open for a reader who takes it over. Default 0. */
  readonly keepMs?: number;
}

/** Opens the source at once, as a check. */
export function checkSource(source: VideoSource, { limitMs = 1000, keepMs = 0 }: CheckOptions = {}): CheckedSource {
  const opening = new AbortController();
  const shared = share(source);
  let newest: Frame | undefined;

  /** Reads until the check is over or a reader has taken over. */
  async function open(onFirstFrame: () => void): Promise<void> {
    for await (const frame of shared(opening)) {
      newest = frame;
      onFirstFrame();
    }
  }

  const checked = new Promise<void>((resolve, reject) => {
    let timer = setTimeout(keep, limitMs);
    let isKept = false;

    function keep(): void {
      if (isKept) return;
      isKept = true;
      clearTimeout(timer);
      if (keepMs === 0) opening.abort();
      else timer = setTimeout(() => opening.abort(), keepMs);
      resolve();
    }

    open(keep)
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer);
        opening.abort();
      });
  });
  const passed = checked.then(
    () => true,
    () => false,
  );

  const read: VideoSource = async function* (options) {
    // The app ends if the source has failed.
    if (!(await passed)) return;
    const frames = shared(options)[Symbol.asyncIterator]();
    try {
      let next = frames.next();
      // It is awaited only after the yield.
      next.catch(() => {});
      const taken = opening.signal.aborted ? undefined : newest;
      opening.abort();
      newest = undefined;
      if (taken) yield taken;
      for (let frame = await next; !frame.done; frame = await next) {
        yield frame.value;
        next = frames.next();
      }
    } finally {
      await frames.return?.();
    }
  };
  return {
    source: Object.assign(read, source.describe && { describe: source.describe.bind(source) }),
    checked,
    close: () => opening.abort(),
  };
}

type Frame = VideoFrame | EncodedFrame;
