import type { Colour } from "./canvas.ts";

/** The seven bars at 75 %, in the order of SMPTE EG 1: grey, yellow, cyan, green, magenta, red, blue. */
export const bars: readonly Colour[] = [
  [191, 191, 191],
  [191, 191, 0],
  [0, 191, 191],
  [0, 191, 0],
  [191, 0, 191],
  [191, 0, 0],
  [0, 0, 191],
];

/** Black of the broadcast range, a little lighter than the darkest that a screen can show. */
const black: Colour = [19, 19, 19];

/** What stands under each bar: every second one in reverse order, black between. */
export const reversedBars: readonly Colour[] = [
  [0, 0, 191],
  black,
  [191, 0, 191],
  black,
  [0, 191, 191],
  black,
  [191, 191, 191],
];

/** Patches on the left of the code: -I and white. */
export const leftPatches: readonly Colour[] = [
  [0, 33, 76],
  [255, 255, 255],
];

/** The patch on the right of the code: +Q. */
export const rightPatch: Colour = [50, 0, 106];

/** Steps around black at the far right, to set a screen's brightness by. */
export const blackSteps: readonly Colour[] = [black, [7, 7, 7], black, [36, 36, 36], black];

/** Ground of everything that is not a bar. */
export const background: Colour = [16, 17, 20];
/** Light cells, the clock, the moving part. */
export const light: Colour = [240, 242, 245];
/** The second line of text. */
export const secondary: Colour = [150, 157, 168];
/** Marks that should be there and not be seen first. */
export const faint: Colour = [52, 55, 62];
