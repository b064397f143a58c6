/** The ring beside the clock. */
import { type Canvas, type Colour, mix } from "./canvas.ts";
import { faint, light } from "./palette.ts";

/** Time of one turn, in microseconds. */
const period = 1_000_000;

/** Steps per turn: enough for smooth motion on a ring of any size. */
const steps = 1440;

/** Width of the soft front edge, in steps. */
const edge = 8;

/** Colours from the front of the light backwards around the ring, three bytes per step. */
const tail: Uint8Array = tailColours();

function tailColours(): Uint8Array {
  const colours = new Uint8Array(steps * 3);
  for (let step = 0; step < steps; step++) {
    const ahead = steps - step;
    const glow = ahead < edge ? 1 - ahead / edge : (1 - step / steps) ** 2.2;
    colours.set(mix(faint, light, glow), step * 3);
  }
  return colours;
}

/** Returns a function that draws a ring with a light, which makes one turn per second and is at the top at full seconds. */
export function createRing(
  left: number,
  top: number,
  diameter: number,
  paper: Colour,
): (canvas: Canvas, timestamp: number) => void {
  const { count, xs, ys, turns, covers } = ringPixels(diameter);
  const [red, green, blue] = paper;

  // A ring has thousands of pixels: typed arrays, without an object per pixel.
  return ({ width, data }, timestamp) => {
    const front = Math.floor(((timestamp % period) / period) * steps);
    for (let index = 0; index < count; index++) {
      const at = ((top + (ys[index] ?? 0)) * width + left + (xs[index] ?? 0)) * 3;
      const step = ((front - (turns[index] ?? 0) + steps) % steps) * 3;
      const cover = covers[index] ?? 0;
      data[at] = red + ((tail[step] ?? 0) - red) * cover;
      data[at + 1] = green + ((tail[step + 1] ?? 0) - green) * cover;
      data[at + 2] = blue + ((tail[step + 2] ?? 0) - blue) * cover;
    }
  };
}

/** The pixels of a ring. */
interface RingPixels {
  readonly count: number;
  readonly xs: Uint16Array;
  readonly ys: Uint16Array;
  /** Position of each pixel on the turn, in steps clockwise from the top. */
  readonly turns: Uint16Array;
  /** Fraction of each pixel that the ring covers, 0 to 1. */
  readonly covers: Float32Array;
}

function ringPixels(diameter: number): RingPixels {
  const outer = diameter / 2;
  const inner = outer * 0.8;
  const capacity = diameter * diameter;
  const pixels = {
    xs: new Uint16Array(capacity),
    ys: new Uint16Array(capacity),
    turns: new Uint16Array(capacity),
    covers: new Float32Array(capacity),
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
      pixels.turns[count] = Math.floor(turn * steps) % steps;
      pixels.covers[count] = cover;
      count++;
    }
  }
  return { count, ...pixels };
}
