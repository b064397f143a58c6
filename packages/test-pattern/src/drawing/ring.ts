import { type Canvas, type Colour, mix } from "./canvas.ts";
import { faint, light } from "./palette.ts";

/** Time of one turn, in microseconds. */
const period = 1_000_000;

/** Parts that a turn is divided into: fine enough that the light glides on a ring of any size. */
const parts = 1440;

/** Parts over which the front edge is drawn softly. */
const edge = 8;

/** Colours from the front of the light backwards around the ring, three bytes a part. */
const tail: Uint8Array = tailColours();

function tailColours(): Uint8Array {
  const colours = new Uint8Array(parts * 3);
  for (let part = 0; part < parts; part++) {
    const ahead = parts - part;
    const glow = ahead < edge ? 1 - ahead / edge : (1 - part / parts) ** 2.2;
    colours.set(mix(faint, light, glow), part * 3);
  }
  return colours;
}

/** Makes what draws a ring with a light that runs around it once a second, from the top of the second. */
export function createRing(
  left: number,
  top: number,
  diameter: number,
  paper: Colour,
): (canvas: Canvas, timestamp: number) => void {
  const { count, xs, ys, turns, covers } = ringPixels(diameter);
  const [red, green, blue] = paper;

  // Thousands of pixels in every frame: plain numbers in typed arrays, no objects.
  return ({ width, data }, timestamp) => {
    const front = Math.floor(((timestamp % period) / period) * parts);
    for (let index = 0; index < count; index++) {
      const at = ((top + (ys[index] ?? 0)) * width + left + (xs[index] ?? 0)) * 3;
      const part = ((front - (turns[index] ?? 0) + parts) % parts) * 3;
      const cover = covers[index] ?? 0;
      data[at] = red + ((tail[part] ?? 0) - red) * cover;
      data[at + 1] = green + ((tail[part + 1] ?? 0) - green) * cover;
      data[at + 2] = blue + ((tail[part + 2] ?? 0) - blue) * cover;
    }
  };
}

/** The pixels that a ring touches. */
interface RingPixels {
  readonly count: number;
  readonly xs: Uint16Array;
  readonly ys: Uint16Array;
  /** Where each lies on the turn, in parts: 0 at the top, then clockwise. */
  readonly turns: Uint16Array;
  /** How much of each pixel the ring covers, 0 to 1. */
  readonly covers: Float32Array;
}

function ringPixels(diameter: number): RingPixels {
  const outer = diameter / 2;
  const inner = outer * 0.8;
  const most = diameter * diameter;
  const pixels = {
    xs: new Uint16Array(most),
    ys: new Uint16Array(most),
    turns: new Uint16Array(most),
    covers: new Float32Array(most),
  };
  let count = 0;
  for (let y = 0; y < diameter; y++) {
    for (let x = 0; x < diameter; x++) {
      const dx = x + 0.5 - outer;
      const dy = y + 0.5 - outer;
      const radius = Math.hypot(dx, dy);
      const cover = Math.max(0, Math.min(1, outer - radius + 0.5, radius - inner + 0.5));
      if (cover === 0) continue;
      const turn = Math.atan2(dx, -dy) / (2 * Math.PI) + 1;
      pixels.xs[count] = x;
      pixels.ys[count] = y;
      pixels.turns[count] = Math.floor(turn * parts) % parts;
      pixels.covers[count] = cover;
      count++;
    }
  }
  return { count, ...pixels };
}
