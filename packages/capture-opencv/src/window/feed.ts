/** The frames of one pane of the window: at most one is in the window's process, and newer frames replace waiting ones. */
import { type EncodedFrame, type Logger, latest, type Source, type Subscription } from "@framewire/media";
import { createColourConverter } from "./convert-colours.ts";
import type { WindowPane } from "./message.ts";
import type { WindowProcess } from "./window-process.ts";

/** Creates the feed of a pane, which is empty at first. */
export function createPaneFeed(pane: WindowPane, { send }: Pick<WindowProcess, "send">, log: Logger): PaneFeed {
  let view = 0;
  const stats = { shown: 0, dropped: 0, failed: 0 };
  let stop: AbortController | undefined;
  let subscription: Subscription<EncodedFrame> | undefined;

  async function run(frames: Subscription<EncodedFrame>, { onShown }: PaneContent, signal: AbortSignal): Promise<void> {
    const ownView = view;
    const convertColours = createColourConverter();
    let warned = false;
    try {
      for await (const frame of frames) {
        const shown = await convertColours(frame);
        const problem = await send({ kind: "frame", pane, view: ownView, frame: plainFrame(shown) });
        if (signal.aborted) return;
        if (problem === undefined) {
          stats.shown++;
          onShown?.(frame);
          continue;
        }
        stats.failed++;
        const message = `The window cannot show frame ${frame.sequence}: ${problem}`;
        if (warned) log.debug(message);
        else log.warn(message);
        warned = true;
      }
    } catch (error) {
      if (!signal.aborted) log.warn(`The window receives no further frames: ${(error as Error).message}`);
    }
  }

  return {
    get view() {
      return view;
    },
    show(content) {
      stop?.abort();
      stats.dropped += subscription?.dropped ?? 0;
      subscription = undefined;
      view++;
      if (!content) return;
      stop = new AbortController();
      subscription = latest(content.frames, { signal: stop.signal });
      void run(subscription, content, stop.signal);
    },
    stats: () => ({ ...stats, dropped: stats.dropped + (subscription?.dropped ?? 0) }),
  };
}

/** Sends frames to a pane, one at a time. */
export interface PaneFeed {
  /** Number of the current content; increases with each `show`. */
  readonly view: number;
  /** Replaces the content; without an argument the pane is empty. */
  show(content?: PaneContent): void;
  stats(): PaneStats;
}

/** The content of a pane. */
export interface PaneContent {
  /** JPEG or WebP. Read while the content is shown; only the newest frame is shown. */
  readonly frames: Source<EncodedFrame>;
  /** Called when a frame is on the screen. */
  readonly onShown?: (frame: EncodedFrame) => void;
}

/** The frames of a pane since the window opened. */
export interface PaneStats {
  /** Frames on the screen. */
  readonly shown: number;
  /** Frames that a newer one replaced before the window was ready. */
  readonly dropped: number;
  /** Frames that could not be decoded. */
  readonly failed: number;
}

/** Copies the fields that OpenCV requires; others may not be serializable. */
function plainFrame({ sequence, timestamp, codec, type, width, height, data }: EncodedFrame): EncodedFrame {
  return { sequence, timestamp, codec, type, width, height, data };
}
