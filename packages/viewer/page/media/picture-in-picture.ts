import type { Tile } from "../components/tile.ts";
import { say } from "../components/toast.ts";

/** Where Chromium makes a track of frames; missing in TypeScript's types. */
declare const MediaStreamTrackGenerator:
  | undefined
  | (new (init: {
      readonly kind: "video";
    }) => MediaStreamTrack & { readonly writable: WritableStream<VideoFrame> });

/** One stream in a small window of its own, above all others. */
export interface PictureInPicture {
  /** This browser has it. */
  readonly possible: boolean;
  /** The stream that is seen there. */
  readonly id: string | undefined;
  /** Opens it for the stream of a tile, or closes it. */
  toggle(tile: Tile | undefined): Promise<void>;
}

/** Makes a {@link PictureInPicture}. `onChange` is called when it opens or closes. */
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
    video.srcObject = pictures(tile);
    video.addEventListener("leavepictureinpicture", end);
    current = { tile, video };
    onChange();
    try {
      await video.play();
      await video.requestPictureInPicture();
    } catch (error) {
      end();
      say(`The browser does not open picture in picture: ${(error as Error).message}`);
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
      else say("There is no picture to show.");
    },
  };
}

/** From the worker, where that can be: a page that is not seen draws nothing on its canvas. */
function pictures({ player }: Tile): MediaStream {
  if (typeof MediaStreamTrackGenerator === "undefined" || !MediaStreamTrackGenerator) {
    return player.canvas.captureStream();
  }
  const track = new MediaStreamTrackGenerator({ kind: "video" });
  player.mirror(track.writable);
  return new MediaStream([track]);
}
