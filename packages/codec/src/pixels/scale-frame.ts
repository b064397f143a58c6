import type { VideoFrame } from "@framewire/media";
import sharp from "sharp";

/** The least that a side is scaled down to: one block of colour samples of a 4:2:0 JPEG. */
const leastSide = 16;

/** Width and height times `scale`, even and at least 16 where the picture itself is. */
export function scaledSize(
  { width, height }: { readonly width: number; readonly height: number },
  scale: number,
): { readonly width: number; readonly height: number } {
  const factor = Math.max(scale, leastSide / width, leastSide / height);
  if (factor >= 1) return { width, height };
  return { width: even(width * factor), height: even(height * factor) };
}

/**
 * The picture in a smaller size, as an area's mean and not a choice of its pixels (libvips' linear kernel).
 * Works on libuv's threads. Keeps RGB and BGR; RGBA becomes RGB.
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

/** Before, and not while scaling, which would mix the alpha into the colours. Live pictures are opaque. */
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
