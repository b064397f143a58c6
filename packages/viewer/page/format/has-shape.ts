/**
 * Whether a frame has this aspect ratio, its width divided by its height, within a pixel. Frames of a small level are
 * rounded to whole pixels, which must not move a tile.
 */
export function hasShape(
  { width, height }: { readonly width: number; readonly height: number },
  aspect: number,
): boolean {
  return Math.abs(height - width / aspect) < 1;
}
