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

/** Puts pictures on the canvas, each in place of the one before and without a copy. */
export function createScreen(canvas: OffscreenCanvas): Screen {
  const context = canvas.getContext("bitmaprenderer");
  let track: WritableStreamDefaultWriter<VideoFrame> | undefined;

  return {
    decode({ codec, data }) {
      return createImageBitmap(new Blob([data as Uint8Array<ArrayBuffer>], { type: `image/${codec}` }));
    },
    draw(picture) {
      // A track whose reader is busy gets the next one.
      if (track && (track.desiredSize ?? 0) > 0) {
        const frame = new VideoFrame(picture, { timestamp: Math.round(performance.now() * 1000) });
        void track.write(frame).catch(() => frame.close());
      }
      context?.transferFromImageBitmap(picture);
    },
    mirror(writable) {
      void track?.close().catch(() => {});
      track = writable?.getWriter();
    },
  };
}
