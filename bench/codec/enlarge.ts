/** RGB pixels. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * A picture in a larger size, as a browser shows it: straight lines between the middles of its pixels. (libvips
 * aligns the corners when it makes larger, which would count as noise here.)
 */
export function enlarge(
  { width, height, data }: Pixels,
  to: { readonly width: number; readonly height: number },
): Uint8Array {
  const larger = new Uint8Array(to.width * to.height * 3);
  const columns = places(width, to.width);
  for (const [y, row] of places(height, to.height).entries()) {
    for (const [x, column] of columns.entries()) {
      for (let channel = 0; channel < 3; channel++) {
        const at = (down: number, right: number) => data[3 * (down * width + right) + channel] as number;
        const top = at(row.low, column.low) * (1 - column.part) + at(row.low, column.high) * column.part;
        const bottom = at(row.high, column.low) * (1 - column.part) + at(row.high, column.high) * column.part;
        larger[3 * (y * to.width + x) + channel] = Math.round(top * (1 - row.part) + bottom * row.part);
      }
    }
  }
  return larger;
}

/** Between which two pixels each of the larger picture's lies, and how far from the first. */
function places(
  from: number,
  to: number,
): readonly { readonly low: number; readonly high: number; readonly part: number }[] {
  return Array.from({ length: to }, (_, i) => {
    const place = Math.min(from - 1, Math.max(0, ((i + 0.5) * from) / to - 0.5));
    const low = Math.floor(place);
    return { low, high: Math.min(from - 1, low + 1), part: place - low };
  });
}
