import type { EncodedFrame } from "@framewire/media";

/** Where the pictures of a stream are drawn. */
export interface Screen {
  /** Decodes a picture. Rejects when that cannot be done. */
  decode(frame: EncodedFrame): Promise<ImageBitmap>;
  /** Shows it, and gives back its memory. */
  draw(picture: ImageBitmap): void;
  /** From now on the pictures go to a video track as well, until it is null. */
  mirror(writable: WritableStream<VideoFrame> | null): void;
}

/** Pixels of the largest picture that is decoded: 8192x8192. */
const maxPixels = 2 ** 26;

/**
 * Puts pictures on the canvas, each in place of the one before and without a copy. In Chromium, without a graphics
 * card, a JPEG of 1280x720 takes 5 ms so; with `ImageDecoder`, whose pictures have to be drawn, 7 to 12 ms.
 */
export function createScreen(canvas: OffscreenCanvas): Screen {
  const swapping = canvas.getContext("bitmaprenderer");
  const drawing = swapping ? null : canvas.getContext("2d");
  let track: WritableStreamDefaultWriter<VideoFrame> | undefined;

  return {
    async decode({ codec, data, width, height }) {
      // The gateway lets no picture through whose own header says something else.
      if (width * height > maxPixels) throw new Error(`It has ${width}x${height} pixels`);
      return await createImageBitmap(new Blob([data as Uint8Array<ArrayBuffer>], { type: `image/${codec}` }));
    },
    draw(picture) {
      // A track whose reader is busy gets the next one.
      if (track && (track.desiredSize ?? 0) > 0) {
        const frame = new VideoFrame(picture, { timestamp: Math.round(performance.now() * 1000) });
        void track.write(frame).catch(() => frame.close());
      }
      if (swapping) {
        swapping.transferFromImageBitmap(picture);
        return;
      }
      canvas.width = picture.width;
      canvas.height = picture.height;
      drawing?.drawImage(picture, 0, 0);
      picture.close();
    },
    mirror(writable) {
      void track?.close().catch(() => {});
      track = writable?.getWriter();
    },
  };
}
