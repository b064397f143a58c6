/** Encodes the camera's frames. */

import { ladder } from "@framewire/codec/ladder";
import type { EncodedFrame } from "@framewire/media";

/** An image that can be drawn. It has to be closed. */
export type Drawable = VideoFrame | ImageBitmap;

/** Encodes an image as JPEG at a level of the ladder, and closes it. */
export type Encode = (image: Drawable, level: number) => Promise<Pick<EncodedFrame, "data" | "width" | "height">>;

/** Creates an {@link Encode} that uses one canvas for all images. */
export function createEncoder(): Encode {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext("2d", { alpha: false });

  return async (image, level) => {
    const { quality, scale } = ladder[level] ?? { quality: 80, scale: 1 };
    const [fullWidth, fullHeight] = sizeOf(image);
    const width = Math.max(Math.round(fullWidth * scale), 1);
    const height = Math.max(Math.round(fullHeight * scale), 1);
    try {
      // A new size clears the canvas, which takes time.
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      context?.drawImage(image, 0, 0, width, height);
    } finally {
      image.close();
    }
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: quality / 100 });
    return { data: new Uint8Array(await blob.arrayBuffer()), width, height };
  };
}

function sizeOf(image: Drawable): readonly [number, number] {
  return "displayWidth" in image ? [image.displayWidth, image.displayHeight] : [image.width, image.height];
}
