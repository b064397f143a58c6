/** A window on the screen that shows live frames. */
import { createLatestSlot, type Logger, silent } from "@framewire/media";
import { requireBinding } from "../binding/load-opencv.ts";
import { withTimeout } from "../process/with-timeout.ts";
import { createPaneFeed, type PaneContent, type PaneStats } from "./feed.ts";
import type { Scene, WindowPane } from "./message.ts";
import { requireScreen } from "./require-screen.ts";
import { WindowError } from "./window-error.ts";
import { startWindow, type WindowEnd } from "./window-process.ts";

export type { PaneContent, PaneStats } from "./feed.ts";
export type { WindowPane } from "./message.ts";
export { WindowError, type WindowErrorCode } from "./window-error.ts";
export type { WindowEnd } from "./window-process.ts";

/** Options of {@link openWindow}. */
export interface WindowOptions {
  /** Default `"Framewire"`. */
  readonly title?: string;
  /** Receives frames that cannot be shown, and (`debug`) the standard error of OpenCV. Default: silent. */
  readonly log?: Logger;
}

/** The text of a window. */
export interface WindowText {
  readonly title: string;
  /** Lines in the middle of the window. */
  readonly lines: readonly string[];
}

/** A window on the screen of this machine. */
export interface VideoWindow extends AsyncDisposable {
  /** Replaces the content of a pane; without `content` the pane is empty. */
  show(pane: WindowPane, content?: PaneContent): void;
  /**
   * Sets the title, and the lines in the middle of the window over a darkened frame. Omitted fields do not
   * change. OpenCV draws ASCII only: other letters lose their accents or become question marks.
   */
  setText(text: Partial<WindowText>): void;
  /** Counters, as of now. */
  stats(): Readonly<Record<WindowPane, PaneStats>>;
  /** Resolves when the window has ended, and how. Never rejects. */
  readonly ended: Promise<WindowEnd>;
  /** Closes the window. Idempotent. */
  close(): Promise<void>;
}

/** Limit for opening the window, in milliseconds. */
const openTimeoutMs = 20_000;

/**
 * Opens an OpenCV window of 960x540 and resolves when it is open. It has two panes, which keep the aspect ratio of their
 * frames and show the newest frame: at most one frame per pane is in the window's process.
 *
 * The window runs in a separate process, since its event loop blocks; the process ends with this one, also by `kill -9`.
 * After Enter the window stays open until `close()`, but receives no further frames.
 *
 * @throws SourceError (`program`) with the command that builds OpenCV, where it is not built.
 * @throws WindowError (`no-screen`, `not-opened`)
 */
export async function openWindow({ title = "Framewire", log = silent }: WindowOptions = {}): Promise<VideoWindow> {
  requireBinding();
  requireScreen(process.env);
  const child = startWindow((line) => log.debug(`OpenCV's window: ${line}`));
  const scenes = createLatestSlot<Scene>();
  const feeds = { large: createPaneFeed("large", child, log), small: createPaneFeed("small", child, log) };
  let text: WindowText = { title, lines: [] };
  let hasEnded = false;

  function setScene(): void {
    scenes.put({ ...text, minView: { large: feeds.large.view, small: feeds.small.view } });
  }

  async function sendScenes(): Promise<void> {
    for (;;) {
      const { value: scene } = await scenes.take();
      if (!scene) return;
      await child.send({ kind: "scene", scene });
    }
  }

  function finish(): void {
    if (hasEnded) return;
    hasEnded = true;
    feeds.large.show();
    feeds.small.show();
    scenes.close();
  }

  async function close(): Promise<void> {
    finish();
    await child.close();
  }

  void child.ended.then(finish);
  void sendScenes();
  setScene();
  try {
    await withTimeout(
      child.open,
      openTimeoutMs,
      () => new WindowError("not-opened", `The window has not opened within ${openTimeoutMs / 1000} s.`),
    );
  } catch (error) {
    await close();
    throw error;
  }
  return {
    show(pane, content) {
      if (hasEnded) return;
      feeds[pane].show(content);
      setScene();
    },
    setText(changes) {
      text = { ...text, ...changes };
      setScene();
    },
    stats: () => ({ large: feeds.large.stats(), small: feeds.small.stats() }),
    ended: child.ended,
    close,
    [Symbol.asyncDispose]: close,
  };
}
