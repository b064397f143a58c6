/**
 * Whether a picture has this shape (its width by its height) but for whole pixels: a level of a few pixels must not make
 * a tile jump.
 */
export function isOfShape(
  { width, height }: { readonly width: number; readonly height: number },
  aspect: number,
): boolean {
  return Math.abs(height - width / aspect) < 1;
}
