/** The colours. */
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

/** Black of the broadcast range, slightly lighter than the black of a screen. */
const black: Colour = [19, 19, 19];

/** The colours under the bars: every second bar in reverse order, with black between. */
export const reversedBars: readonly Colour[] = [
  [0, 0, 191],
  black,
  [191, 0, 191],
  black,
  [0, 191, 191],
  black,
  [191, 191, 191],
];

/** Patches on the left of the code: −I and white. */
export const leftPatches: readonly Colour[] = [
  [0, 33, 76],
  [255, 255, 255],
];

/** The patch on the right of the code: +Q. */
export const rightPatch: Colour = [50, 0, 106];

/** Steps around black at the right edge, for the adjustment of a screen's brightness. */
export const blackSteps: readonly Colour[] = [black, [7, 7, 7], black, [36, 36, 36], black];

/** Background of everything but the bars. */
export const background: Colour = [16, 17, 20];
/** Light cells of the code, the clock and the moving light. */
export const light: Colour = [240, 242, 245];
/** The second line of text. */
export const secondary: Colour = [150, 157, 168];
/** Marks in the background. */
export const faint: Colour = [52, 55, 62];
