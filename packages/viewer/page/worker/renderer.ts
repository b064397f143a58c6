/** Decodes frames and draws them on a canvas. */

import type { EncodedFrame } from "@framewire/media";
import { endAtMarker, readJpegOrientation } from "@framewire/media/jpeg";

/** The canvas of a stream. */
export interface Renderer {
  /** Decodes a frame, upright. Rejects when the browser cannot. */
  decode(frame: EncodedFrame): Promise<ImageBitmap>;
  /** Draws a bitmap and closes it. */
  draw(bitmap: ImageBitmap): void;
  /** Writes the frames to a video track as well; null ends that. */
  mirror(writable: WritableStream<VideoFrame> | null): void;
}

/** Pixels of the largest frame that is decoded: 8192x8192. */
const maxPixels = 2 ** 26;

/**
 * Creates a renderer. It transfers bitmaps to the canvas without a copy: in Chromium without a graphics card, a JPEG of
 * 1280x720 takes 5 ms that way, and 7 to 12 ms with `ImageDecoder`, whose frames have to be drawn.
 */
export function createRenderer(canvas: OffscreenCanvas): Renderer {
  const bitmapContext = canvas.getContext("bitmaprenderer");
  const drawContext = bitmapContext ? null : canvas.getContext("2d");
  let track: WritableStreamDefaultWriter<VideoFrame> | undefined;

  return {
    async decode({ codec, data, width, height }) {
      // The gateway has checked that the frame's own header has the same size.
      if (width * height > maxPixels) throw new Error(`It has ${width}x${height} pixels`);
      if (codec !== "jpeg") return await toBitmap(data, codec);
      // Without its end marker, an image is shown by an <img>, but refused here.
      const bitmap = await toBitmap(endAtMarker(data, 0), codec);
      return bitmapContext && readJpegOrientation(data) !== 1 ? redraw(bitmap) : bitmap;
    },
    draw(bitmap) {
      // A track that is busy skips this frame.
      if (track && (track.desiredSize ?? 0) > 0) {
        const frame = new VideoFrame(bitmap, { timestamp: Math.round(performance.now() * 1000) });
        void track.write(frame).catch(() => frame.close());
      }
      if (bitmapContext) {
        bitmapContext.transferFromImageBitmap(bitmap);
        return;
      }
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
      drawContext?.drawImage(bitmap, 0, 0);
      bitmap.close();
    },
    mirror(writable) {
      void track?.close().catch(() => {});
      track = writable?.getWriter();
    },
  };
}

function toBitmap(data: Uint8Array, codec: string): Promise<ImageBitmap> {
  return createImageBitmap(new Blob([data as Uint8Array<ArrayBuffer>], { type: `image/${codec}` }));
}

/** Copies the pixels as they are drawn: in Chromium, a bitmap that is transferred to a canvas loses its orientation. */
function redraw(bitmap: ImageBitmap): ImageBitmap {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.transferToImageBitmap();
}
