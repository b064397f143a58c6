/** Checks the options of encoders and decoders, and fills in their defaults. */
import type { DecoderOptions, EncoderOptions } from "../codec.ts";

/** Returns the quality, by default 80. Throws a `RangeError` where it is not a whole number from 1 to 100. */
export function checkedQuality({ quality = 80 }: EncoderOptions): number {
  if (Number.isInteger(quality) && quality >= 1 && quality <= 100) return quality;
  throw new RangeError(`The quality is ${quality}; give a whole number from 1 to 100.`);
}

/** Returns the limit, by default 8192x8192 pixels. Throws a `RangeError` where it is not a positive whole number. */
export function checkedMaxPixels({ maxPixels = 8192 * 8192 }: DecoderOptions): number {
  if (Number.isSafeInteger(maxPixels) && maxPixels >= 1) return maxPixels;
  throw new RangeError(`maxPixels is ${maxPixels}; give a positive whole number of pixels, such as 1920 * 1080.`);
}
