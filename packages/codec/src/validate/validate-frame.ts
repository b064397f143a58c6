/** Checks a frame before a library encodes or decodes it. */
import { bytesPerPixel, type EncodedFrame, type VideoFrame } from "@framewire/media";
import type { Orientation } from "@framewire/media/jpeg";

/** An image format, as far as frames in it are checked without a library. */
export interface ImageFormat {
  /** Name of its codec. */
  readonly name: string;
  /** Most pixels in a row or column that the format can express. */
  readonly maxSide: number;
  /**
   * Checks the first and last bytes. Returns a sentence that says why the data is no complete image of this format, or
   * `undefined`. Without this check sharp would also open SVG, TIFF and others.
   */
  validate(data: Uint8Array): string | undefined;
  /** Reads the data's own header. Returns `undefined` where that does not keep to the format's standard. */
  readHeader(data: Uint8Array): ImageHeader | undefined;
  /** Returns the data with the end that the standard requires, for lenient decoders. Absent where nothing can be added. */
  complete?(data: Uint8Array): Uint8Array;
}

/** The size of an image as it is shown, and how its stored pixels become that. */
export interface ImageHeader extends ImageSize {
  /** How the stored pixels have to be turned. Default 1: not at all. */
  readonly orientation?: Orientation;
  /** The colours are those of a profile in the image. */
  readonly hasIccProfile: boolean;
}

/** Pixels in a row, and number of rows. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Returns a sentence that says why the pixels cannot be encoded, or `undefined`. */
export function validateVideoFrame(
  format: ImageFormat,
  { width, height, format: layout, data }: VideoFrame,
): string | undefined {
  if (!isSide(width) || !isSide(height)) return `a frame cannot be ${width}x${height}.`;
  if (Math.max(width, height) > format.maxSide) {
    return `${width}x${height} is more than the ${format.maxSide} pixels a side that ${format.name} can express; scale the frame down.`;
  }
  const expected = width * height * bytesPerPixel[layout];
  if (data.length === expected) return undefined;
  return `${width}x${height} in ${layout} takes ${expected} bytes of data, but there are ${data.length}.`;
}

/** Returns a sentence that says why the frame cannot be decoded, as far as its fields and outer bytes show, or `undefined`. */
export function validateEncodedFrame(
  format: ImageFormat,
  { codec, width, height, data }: EncodedFrame,
  maxPixels: number,
): string | undefined {
  if (codec !== format.name) return `it is encoded as ${codec}; decode it with the codec of that name.`;
  if (!isSide(width) || !isSide(height)) return `a frame cannot be ${width}x${height}.`;
  if (width * height > maxPixels)
    return `${width}x${height} is more than the limit of ${maxPixels} pixels (maxPixels).`;
  return format.validate(data);
}

/**
 * Returns a sentence where the size in the image's own header is not the frame's, or `undefined`. Decoders allocate what the
 * header says, so this runs before them.
 */
export function validateSize(claimed: ImageSize, { width, height }: ImageSize): string | undefined {
  if (width === claimed.width && height === claimed.height) return undefined;
  if (width * height > claimed.width * claimed.height) return largerThan(claimed);
  return `its frame says ${claimed.width}x${claimed.height}, but the image is ${width}x${height}.`;
}

/** The sentence about an image with more pixels than its frame says. */
export function largerThan({ width, height }: ImageSize): string {
  return `its frame says ${width}x${height}, but the image is larger.`;
}

/** The first line of an error's message, without its full stop; libvips often repeats the same line. */
export function errorMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split("\n")[0] ?? "").replace(/\.$/, "");
}

function isSide(pixels: number): boolean {
  return Number.isSafeInteger(pixels) && pixels >= 1;
}
