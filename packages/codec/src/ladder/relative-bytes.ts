/** Estimates how many bytes a frame takes, from measured curves. */

/** Estimated bytes of a frame at this quality and scale, relative to quality 80 and scale 1. */
export function relativeBytes({ quality, scale }: { readonly quality: number; readonly scale: number }): number {
  return interpolate(byQuality, quality) * interpolate(byScale, scale);
}

/** The whole quality whose frames have about this many bytes, relative to quality 80. */
export function qualityFor(bytes: number): number {
  return Math.round(interpolate(inverse(byQuality), bytes));
}

/** The scale whose frames have about this many bytes, relative to scale 1. */
export function scaleFor(bytes: number): number {
  return interpolate(inverse(byScale), bytes);
}

/** Points of a curve, in ascending order of the first number. */
type Curve = readonly (readonly [number, number])[];

/**
 * Bytes of a JPEG at each quality, relative to quality 80: the means of a street scene at 768x576 and at 1280x720, 4:2:0,
 * standard Huffman tables. `pnpm bench codec --ladder` measures both curves.
 */
const byQuality: Curve = [
  [1, 0.11],
  [5, 0.158],
  [10, 0.217],
  [15, 0.277],
  [20, 0.333],
  [25, 0.387],
  [30, 0.436],
  [35, 0.483],
  [40, 0.52],
  [45, 0.563],
  [50, 0.6],
  [55, 0.638],
  [60, 0.684],
  [65, 0.74],
  [70, 0.807],
  [75, 0.882],
  [80, 1],
  [85, 1.166],
  [90, 1.447],
  [95, 2.04],
  [98, 2.8],
  [100, 4.1],
];

/** Bytes at each scale of width and height, relative to scale 1, measured at quality 30. */
const byScale: Curve = [
  [0.05, 0.006],
  [0.1, 0.021],
  [0.2, 0.071],
  [0.25, 0.096],
  [0.3, 0.13],
  [0.35, 0.167],
  [0.4, 0.208],
  [0.5, 0.295],
  [0.6, 0.409],
  [0.7, 0.53],
  [0.75, 0.587],
  [0.8, 0.656],
  [0.875, 0.757],
  [1, 1],
];

function inverse(curve: Curve): Curve {
  return curve.map(([x, y]) => [y, x]);
}

/** Linear between the two points around `x`; constant beyond the ends. */
function interpolate(curve: Curve, x: number): number {
  const after = curve.findIndex(([each]) => each >= x);
  const [x1, y1] = curve[after === -1 ? curve.length - 1 : after] as readonly [number, number];
  const before = curve[after - 1];
  if (!before || after === -1) return y1;
  const [x0, y0] = before;
  return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0);
}
