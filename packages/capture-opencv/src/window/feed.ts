import { type EncodedFrame, type Logger, latest, type Source, type Subscription } from "@framewire/media";
import type { WindowPlace } from "./message.ts";
import type { WindowProcess } from "./window-process.ts";

/** What a window shows in a place. */
export interface WindowPictures {
  /** JPEG or WebP. Read as long as it is shown, the newest one at each time. */
  readonly frames: Source<EncodedFrame>;
  /** This frame is on the screen now. */
  readonly onShown?: (frame: EncodedFrame) => void;
}

/** What became of the pictures of a place, since the window opened. */
export interface WindowCounts {
  readonly shown: number;
  /** A newer one took their place before the window had room. */
  readonly dropped: number;
  /** Could not be decoded. */
  readonly failed: number;
}

/** What brings pictures to a place of a window, one at a time. */
export interface Feed {
  /** Counts up with each change of what is shown. */
  readonly view: number;
  /** Shows these from now on, or nothing. */
  show(pictures?: WindowPictures): void;
  stats(): WindowCounts;
}

/** Makes what feeds a place. Shows nothing yet. */
export function createFeed(place: WindowPlace, { tell }: Pick<WindowProcess, "tell">, log: Logger): Feed {
  let view = 0;
  const counts = { shown: 0, dropped: 0, failed: 0 };
  let stop: AbortController | undefined;
  let reading: Subscription<EncodedFrame> | undefined;

  async function run(
    frames: Subscription<EncodedFrame>,
    { onShown }: WindowPictures,
    signal: AbortSignal,
  ): Promise<void> {
    const own = view;
    let warned = false;
    try {
      for await (const frame of frames) {
        const problem = await tell({ kind: "picture", place, view: own, frame: essence(frame) });
        if (signal.aborted) return;
        if (problem === undefined) {
          counts.shown++;
          onShown?.(frame);
          continue;
        }
        counts.failed++;
        const message = `The window cannot show picture ${frame.sequence}: ${problem}`;
        if (warned) log.debug(message);
        else log.warn(message);
        warned = true;
      }
    } catch (error) {
      if (!signal.aborted) log.warn(`The window gets no more pictures: ${(error as Error).message}`);
    }
  }

  return {
    get view() {
      return view;
    },
    show(pictures) {
      stop?.abort();
      counts.dropped += reading?.dropped ?? 0;
      reading = undefined;
      view++;
      if (!pictures) return;
      stop = new AbortController();
      reading = latest(pictures.frames, { signal: stop.signal });
      void run(reading, pictures, stop.signal);
    },
    stats: () => ({ ...counts, dropped: counts.dropped + (reading?.dropped ?? 0) }),
  };
}

/** What has to go to the other process: no more than OpenCV needs to know. */
function essence({ sequence, timestamp, codec, type, width, height, data }: EncodedFrame): EncodedFrame {
  return { sequence, timestamp, codec, type, width, height, data };
}
