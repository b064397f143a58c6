import { type Canvas, type Colour, drawCanvas, mix, plot } from "../drawing/canvas.ts";
import { capRows, type Glyph, glyphOf, glyphRows } from "./font.ts";

/** Letters of one size and colour, on a ground of one colour. */
export interface Typeface {
  /** Height of a capital, in pixels. */
  readonly capHeight: number;
  /** Width of a line of text, in pixels. */
  measure(text: string): number;
  /** Draws a line of text, whose capitals have their upper left corner there; it must fit in the picture. */
  draw(canvas: Canvas, text: string, left: number, top: number): void;
  /** The text, cut with an ellipsis where it is wider than `width` pixels. */
  shorten(text: string, width: number): string;
}

/** Gives the letters in a size (pixels a cell of the font), in `ink` on `paper`. Each is drawn once and kept. */
export function createTypeface(size: number, ink: Colour, paper: Colour): Typeface {
  const drawn = new Map<string, Canvas>();

  function letter(character: string): Canvas {
    const kept = drawn.get(character);
    if (kept) return kept;
    const canvas = drawGlyph(glyphOf(character), size, ink, paper);
    drawn.set(character, canvas);
    return canvas;
  }

  function measure(text: string): number {
    let width = -size;
    for (const character of text) width += (glyphOf(character).columns + 1) * size;
    return Math.max(0, width);
  }

  return {
    capHeight: capRows * size,
    measure,
    draw(canvas, text, left, top) {
      let x = left;
      for (const character of text) {
        const picture = letter(character);
        drawCanvas(canvas, picture, x, top);
        x += picture.width + size;
      }
    },
    shorten(text, width) {
      if (measure(text) <= width) return text;
      const characters = [...text];
      while (characters.length > 0 && measure(`${characters.join("").trimEnd()}…`) > width) characters.pop();
      return characters.length > 0 ? `${characters.join("").trimEnd()}…` : "";
    },
  };
}

/**
 * A text in letters that the font has: accents are left out, signs without a width of their own too.
 * What remains unknown is drawn as a box.
 */
export function plainText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}

/** A straight stroke from the middle of one cell to the middle of another, in cells. */
type Stroke = readonly [x: number, y: number, x2: number, y2: number];

function drawGlyph(glyph: Glyph, size: number, ink: Colour, paper: Colour): Canvas {
  const width = glyph.columns * size;
  const height = glyphRows * size;
  const canvas: Canvas = { width, height, data: new Uint8Array(width * height * 3) };
  const strokes = size < 3 ? [] : strokesOf(glyph);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const cover =
        size < 3
          ? Number(glyph.isSet(Math.floor(x / size), Math.floor(y / size)))
          : coverage(strokes, (x + 0.5) / size, (y + 0.5) / size, size);
      plot(canvas, x, y, mix(paper, ink, cover));
    }
  }
  return canvas;
}

/**
 * Joins cells that touch: beside or above each other, and over a corner where nothing else joins them.
 * Drawn with round ends this makes smooth letters of any size out of five columns and seven rows.
 */
function strokesOf(glyph: Glyph): Stroke[] {
  const strokes: Stroke[] = [];
  for (let row = 0; row < glyphRows; row++) {
    for (let column = 0; column < glyph.columns; column++) {
      if (!glyph.isSet(column, row)) continue;
      const x = column + 0.5;
      const y = row + 0.5;
      const right = glyph.isSet(column + 1, row);
      const left = glyph.isSet(column - 1, row);
      const below = glyph.isSet(column, row + 1);
      strokes.push([x, y, x, y]);
      if (right) strokes.push([x, y, x + 1, y]);
      if (below) strokes.push([x, y, x, y + 1]);
      if (!below && !right && glyph.isSet(column + 1, row + 1)) strokes.push([x, y, x + 1, y + 1]);
      if (!below && !left && glyph.isSet(column - 1, row + 1)) strokes.push([x, y, x - 1, y + 1]);
    }
  }
  return strokes;
}

/** How much of the pixel around a point is ink, 0 to 1. */
function coverage(strokes: readonly Stroke[], x: number, y: number, size: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const stroke of strokes) nearest = Math.min(nearest, distance(stroke, x, y));
  return Math.max(0, Math.min(1, (0.5 - nearest) * size + 0.5));
}

function distance([x1, y1, x2, y2]: Stroke, x: number, y: number): number {
  const dx = x2 - x1;
  const dy = y2 - y1;
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / length));
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}
