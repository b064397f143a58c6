import { createMailbox, type EncodedFrame, type Logger, latest, type Source, silent } from "@framewire/media";
import { requireBinding } from "../binding.ts";
import { within } from "../within.ts";
import type { Scene, WindowPlace } from "./message.ts";
import { requireScreen } from "./require-screen.ts";
import { startWindow, type WindowEnd } from "./window-process.ts";

export type { WindowPlace } from "./message.ts";
export type { WindowEnd } from "./window-process.ts";

/** How {@link openWindow} opens a window. */
export interface WindowOptions {
  /** Default `"Framewire"`. */
  readonly title?: string;
  /** Told of pictures that cannot be shown, and (`debug`) what OpenCV and the libraries below it say. Default: nobody. */
  readonly log?: Logger;
}

/** What a window shows in a place. */
export interface WindowPictures {
  /** JPEG or WebP. Read as long as it is shown, the newest one at each time. */
  readonly frames: Source<EncodedFrame>;
  /** This frame is on the screen now. */
  readonly onShown?: (frame: EncodedFrame) => void;
}

/** A window on this machine's screen. */
export interface VideoWindow extends AsyncDisposable {
  /** Shows these pictures from now on, in place of those before; none, where there are none given. */
  show(place: WindowPlace, pictures?: WindowPictures): void;
  /**
   * Says how things are: a title, and lines in the middle of the window, below which a picture is darkened. In the window
   * itself OpenCV writes ASCII only; other letters lose their accents, or become question marks.
   */
  say(words: { readonly title?: string; readonly lines?: readonly string[] }): void;
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
 * stays until `close()`, also after somebody pressed Enter in it.
 *
 * @throws SourceError (`program`) with the command that builds OpenCV, where it has not been built, and an Error with a
 *   sentence where there is no screen or the window does not open.
 */
export async function openWindow({ title = "Framewire", log = silent }: WindowOptions = {}): Promise<VideoWindow> {
  requireBinding();
  requireScreen(process.env);
  const child = startWindow((line) => log.debug(`OpenCV's window: ${line}`));
  const scenes = createMailbox<Scene>();
  const views = { large: 0, small: 0 };
  const stops: Partial<Record<WindowPlace, AbortController>> = {};
  let words: Required<Parameters<VideoWindow["say"]>[0]> = { title, lines: [] };

  function setScene(): void {
    scenes.put({ ...words, since: { ...views } });
  }

  async function sendScenes(): Promise<void> {
    for (;;) {
      const { value: scene } = await scenes.take();
      if (!scene) return;
      await child.tell({ kind: "scene", scene });
    }
  }

  async function feed(place: WindowPlace, { frames, onShown }: WindowPictures, signal: AbortSignal): Promise<void> {
    const view = views[place];
    let warned = false;
    try {
      for await (const frame of latest(frames, { signal })) {
        const problem = await child.tell({ kind: "picture", place, view, frame: essence(frame) });
        if (signal.aborted) return;
        if (problem === undefined) onShown?.(frame);
        else {
          const message = `The window cannot show picture ${frame.sequence}: ${problem}`;
          if (warned) log.debug(message);
          else log.warn(message);
          warned = true;
        }
      }
    } catch (error) {
      if (!signal.aborted) log.warn(`The window gets no more pictures: ${(error as Error).message}`);
    }
  }

  function show(place: WindowPlace, pictures?: WindowPictures): void {
    stops[place]?.abort();
    if (closed) return;
    views[place]++;
    setScene();
    if (!pictures) return;
    const stop = new AbortController();
    stops[place] = stop;
    void feed(place, pictures, stop.signal);
  }

  function stopAll(): void {
    closed = true;
    for (const stop of Object.values(stops)) stop.abort();
    scenes.close();
  }

  async function close(): Promise<void> {
    stopAll();
    await child.close();
  }

  let closed = false;
  void child.ended.then(stopAll);
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
    show,
    say(changes) {
      words = { ...words, ...changes };
      setScene();
    },
    ended: child.ended,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What has to go to the other process: no more than OpenCV needs to know. */
function essence({ sequence, timestamp, codec, type, width, height, data }: EncodedFrame): EncodedFrame {
  return { sequence, timestamp, codec, type, width, height, data };
}
