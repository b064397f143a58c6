/** Picture in picture. */

import type { Tile } from "../components/tile.ts";
import { showToast } from "../toast.ts";

/** Chromium's track that is written frame by frame; missing in TypeScript's types. */
declare const MediaStreamTrackGenerator:
  | undefined
  | (new (init: {
      readonly kind: "video";
    }) => MediaStreamTrack & { readonly writable: WritableStream<VideoFrame> });

/** One stream in the browser's picture-in-picture window. */
export interface PictureInPicture {
  /** The browser supports it. */
  readonly possible: boolean;
  /** The stream in the window. */
  readonly id: string | undefined;
  /** Opens the window for a tile's stream, or closes it. */
  toggle(tile: Tile | undefined): Promise<void>;
}

/** Creates a {@link PictureInPicture}. `onChange` is called when it opens or closes. */
export function createPictureInPicture(onChange: () => void): PictureInPicture {
  let current: { readonly tile: Tile; readonly video: HTMLVideoElement } | undefined;

  function end(): void {
    if (!current) return;
    const { tile, video } = current;
    current = undefined;
    tile.player.mirror(null);
    for (const track of (video.srcObject as MediaStream).getTracks()) track.stop();
    video.srcObject = null;
    onChange();
  }

  async function open(tile: Tile): Promise<void> {
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = streamOf(tile);
    video.addEventListener("leavepictureinpicture", end);
    current = { tile, video };
    onChange();
    try {
      await video.play();
      await video.requestPictureInPicture();
    } catch (error) {
      end();
      showToast(`The browser does not open picture in picture: ${(error as Error).message}`);
    }
  }

  return {
    possible: document.pictureInPictureEnabled === true && "captureStream" in HTMLCanvasElement.prototype,
    get id() {
      return current?.tile.stream.id;
    },
    async toggle(tile) {
      if (document.pictureInPictureElement) await document.exitPictureInPicture();
      else if (tile?.player.drawn) await open(tile);
      else showToast("There is no picture to show.");
    },
  };
}

/** The tile's frames, from the worker if possible: a hidden page does not update its canvas. */
function streamOf({ player }: Tile): MediaStream {
  if (typeof MediaStreamTrackGenerator === "undefined" || !MediaStreamTrackGenerator) {
    return player.canvas.captureStream();
  }
  const track = new MediaStreamTrackGenerator({ kind: "video" });
  player.mirror(track.writable);
  return new MediaStream([track]);
}
