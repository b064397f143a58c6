import { createLatestSlot, type Logger, silent } from "@framewire/media";
import { requireBinding } from "../binding/load-opencv.ts";
import { within } from "../process/with-timeout.ts";
import { createFeed, type WindowCounts, type WindowPictures } from "./feed.ts";
import type { Scene, WindowPlace } from "./message.ts";
import { requireScreen } from "./require-screen.ts";
import { startWindow, type WindowEnd } from "./window-process.ts";

export type { WindowCounts, WindowPictures } from "./feed.ts";
export type { WindowPlace } from "./message.ts";
export type { WindowEnd } from "./window-process.ts";

/** How {@link openWindow} opens a window. */
export interface WindowOptions {
  /** Default `"Framewire"`. */
  readonly title?: string;
  /** Told of pictures that cannot be shown, and (`debug`) what OpenCV and the libraries below it say. Default: nobody. */
  readonly log?: Logger;
}

/** What a window says. */
export interface WindowWords {
  readonly title: string;
  /** In the middle of the window, one below the other. */
  readonly lines: readonly string[];
}

/** A window on this machine's screen. */
export interface VideoWindow extends AsyncDisposable {
  /** Shows these pictures from now on, in place of those before; none, where there are none given. */
  show(place: WindowPlace, pictures?: WindowPictures): void;
  /**
   * Says how things are: a title, and lines in the middle of the window, below which a picture is darkened. What is left out
   * stays. In the window itself OpenCV writes ASCII only; other letters lose their accents, or become question marks.
   */
  say(words: Partial<WindowWords>): void;
  /** Counters, as of now. */
  stats(): Readonly<Record<WindowPlace, WindowCounts>>;
  /** How it ended: somebody pressed Enter in it or closed it, we did, or it broke. Never rejects. */
  readonly ended: Promise<WindowEnd>;
  /** Closes it. Idempotent. */
  close(): Promise<void>;
}

/** A window that takes longer to open never does. */
const openWithinMs = 20_000;

/**
 * Opens a window of OpenCV's, 960x540 at first, and resolves when it is there. It has two places for pictures, which keep
 * their proportions, and shows the newest of each: at most one of a place is on its way to the window.
 *
 * A process of its own does it, since a window's work blocks; that ends when this one does, also by `kill -9`. The window
 * stays until `close()`, also after somebody pressed Enter in it, but takes no more pictures then.
 *
 * @throws SourceError (`program`) with the command that builds OpenCV, where it has not been built, and an Error with a
 *   sentence where there is no screen or the window does not open.
 */
export async function openWindow({ title = "Framewire", log = silent }: WindowOptions = {}): Promise<VideoWindow> {
  requireBinding();
  requireScreen(process.env);
  const child = startWindow((line) => log.debug(`OpenCV's window: ${line}`));
  const scenes = createLatestSlot<Scene>();
  const feeds = { large: createFeed("large", child, log), small: createFeed("small", child, log) };
  let words: WindowWords = { title, lines: [] };
  let over = false;

  function setScene(): void {
    scenes.put({ ...words, since: { large: feeds.large.view, small: feeds.small.view } });
  }

  async function sendScenes(): Promise<void> {
    for (;;) {
      const { value: scene } = await scenes.take();
      if (!scene) return;
      await child.tell({ kind: "scene", scene });
    }
  }

  function finish(): void {
    if (over) return;
    over = true;
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
    await within(
      child.open,
      openWithinMs,
      () => new Error(`The window has not opened within ${openWithinMs / 1000} s.`),
    );
  } catch (error) {
    await close();
    throw error;
  }
  return {
    show(place, pictures) {
      if (over) return;
      feeds[place].show(pictures);
      setScene();
    },
    say(changes) {
      words = { ...words, ...changes };
      setScene();
    },
    stats: () => ({ large: feeds.large.stats(), small: feeds.small.stats() }),
    ended: child.ended,
    close,
    [Symbol.asyncDispose]: close,
  };
}
