/** Scales frames down. */
import type { VideoFrame } from "@framewire/media";
import sharp from "sharp";

/**
 * Scales a frame down by averaging areas (libvips' linear kernel), on libuv's threads. Keeps RGB and BGR; RGBA becomes RGB.
 * Returns the same frame where the size does not change.
 */
export async function scaleFrame(frame: VideoFrame, scale: number): Promise<VideoFrame> {
  const { sequence, timestamp, format } = frame;
  const { width, height } = scaledSize(frame, scale);
  if (width === frame.width && height === frame.height) return frame;
  const raw = { width: frame.width, height: frame.height, channels: 3 } as const;
  const scaled = await sharp(await withoutAlpha(frame), { raw })
    .resize(width, height, { fit: "fill", kernel: "linear" })
    .raw()
    .toBuffer();
  return {
    sequence,
    timestamp,
    format: format === "RGBA" ? "RGB" : format,
    width,
    height,
    data: new Uint8Array(scaled.buffer, scaled.byteOffset, scaled.byteLength),
  };
}

/** Smallest side in pixels: one block of chroma samples of a 4:2:0 JPEG. */
const minSide = 16;

/** Width and height times `scale`, rounded to even numbers, and at least 16 unless the frame itself is smaller. */
export function scaledSize(
  { width, height }: { readonly width: number; readonly height: number },
  scale: number,
): { readonly width: number; readonly height: number } {
  const factor = Math.max(scale, minSide / width, minSide / height);
  if (factor >= 1) return { width, height };
  return { width: even(width * factor), height: even(height * factor) };
}

/** Drops the alpha before scaling, which would blend it into the colours. Live video is opaque. */
async function withoutAlpha({ format, width, height, data }: VideoFrame): Promise<Uint8Array> {
  if (format !== "RGBA") return data;
  return await sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .raw()
    .toBuffer();
}

function even(pixels: number): number {
  return 2 * Math.round(pixels / 2);
}
