import { bytesPerPixel, type EncodedFrame, type VideoFrame } from "@framewire/media";

/** What is said of a format's pictures before they are looked into. */
export interface ImageFormat {
  readonly name: string;
  /** Most pixels in a row or column that the format can express. */
  readonly maxSide: number;
  /**
   * Says in a sentence why the bytes cannot be a whole picture of this format, as far as their ends show it.
   * sharp itself would also open SVG, TIFF and others.
   */
  problemOf(data: Uint8Array): string | undefined;
}

/** Says in a sentence why the pixels cannot be encoded. */
export function problemOfPixels(
  format: ImageFormat,
  { width, height, format: layout, data }: VideoFrame,
): string | undefined {
  if (!isSide(width) || !isSide(height)) return `a picture cannot be ${width}x${height}.`;
  if (Math.max(width, height) > format.maxSide) {
    return `${width}x${height} is more than the ${format.maxSide} pixels a side that ${format.name} can express; scale the picture down.`;
  }
  const expected = width * height * bytesPerPixel[layout];
  if (data.length === expected) return undefined;
  return `${width}x${height} in ${layout} takes ${expected} bytes of data, but there are ${data.length}.`;
}

/** Says in a sentence why the frame is not decoded, as far as that shows from outside. */
export function problemOfEncoded(
  format: ImageFormat,
  { codec, width, height, data }: EncodedFrame,
  maxPixels: number,
): string | undefined {
  if (codec !== format.name) return `it is encoded as ${codec}; decode it with the codec of that name.`;
  if (!isSide(width) || !isSide(height)) return `a picture cannot be ${width}x${height}.`;
  if (width * height > maxPixels)
    return `${width}x${height} is more than the limit of ${maxPixels} pixels (maxPixels).`;
  return format.problemOf(data);
}

/** The first line of what a library says; libvips often says the same several times. */
export function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split("\n")[0] ?? "").replace(/\.$/, "");
}

function isSide(pixels: number): boolean {
  return Number.isSafeInteger(pixels) && pixels >= 1;
}
