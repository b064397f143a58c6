/** Turns images upright. */
import type { Orientation } from "@framewire/media/jpeg";
import type { Sharp } from "sharp";

/**
 * Turns stored pixels as their orientation says. By the frame's own header, not by sharp's `autoOrient`: other readers of Exif
 * can differ where it is damaged, and then the size would be another one.
 */
export function turnUpright(image: Sharp, orientation: Orientation): Sharp {
  return turns[orientation](image);
}

/** sharp mirrors before it rotates. */
const turns: Readonly<Record<Orientation, (image: Sharp) => Sharp>> = {
  1: (image) => image,
  2: (image) => image.flop(),
  3: (image) => image.rotate(180),
  4: (image) => image.flip(),
  5: (image) => image.rotate(270).flop(),
  6: (image) => image.rotate(90),
  7: (image) => image.rotate(90).flop(),
  8: (image) => image.rotate(270),
};
