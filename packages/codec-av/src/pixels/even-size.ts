/** Makes the sides of a frame even, as 4:2:0 needs them. */
import type { ImageSize } from "@framewire/codec/validate";
import { bytesPerPixel, type VideoFrame } from "@framewire/media";

/** The sides, each rounded up to an even number. */
export function evenSize({ width, height }: ImageSize): ImageSize {
  return { width: width + (width & 1), height: height + (height & 1) };
}

/** Repeats the last column and the last row where their number is odd. Returns the pixels, the same array where it is even. */
export function padToEven({ width, height, format, data }: VideoFrame): Uint8Array {
  const even = evenSize({ width, height });
  if (even.width === width && even.height === height) return data;
  const pixel = bytesPerPixel[format];
  const padded = new Uint8Array(even.width * even.height * pixel);
  for (let y = 0; y < even.height; y++) {
    const from = Math.min(y, height - 1) * width * pixel;
    const row = data.subarray(from, from + width * pixel);
    const to = y * even.width * pixel;
    padded.set(row, to);
    if (even.width > width) padded.set(row.subarray(-pixel), to + width * pixel);
  }
  return padded;
}

/** The top left `width` by `height` pixels of an RGB image with even sides. */
export function cropFromEven(data: Uint8Array, { width, height }: ImageSize): Uint8Array {
  const even = evenSize({ width, height });
  if (even.width === width) return data.subarray(0, width * height * bytesPerPixel.RGB);
  const cropped = new Uint8Array(width * height * bytesPerPixel.RGB);
  for (let y = 0; y < height; y++) {
    const from = y * even.width * bytesPerPixel.RGB;
    cropped.set(data.subarray(from, from + width * bytesPerPixel.RGB), y * width * bytesPerPixel.RGB);
  }
  return cropped;
}
