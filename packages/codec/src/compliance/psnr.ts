/** Measures how much an image has lost. */

/**
 * Peak signal-to-noise ratio of 8-bit samples in decibels: 10 log10(255² / mean squared error), over all
 * channels together. `Infinity` where nothing differs. Throws a `RangeError` where the lengths differ.
 */
export function psnr(before: Uint8Array, after: Uint8Array): number {
  if (before.length !== after.length) {
    throw new RangeError(`There are ${before.length} samples before and ${after.length} after; compare equal lengths.`);
  }
  let sum = 0;
  for (let i = 0; i < before.length; i++) {
    const difference = (before[i] as number) - (after[i] as number);
    sum += difference * difference;
  }
  return 10 * Math.log10((255 * 255 * before.length) / sum);
}
