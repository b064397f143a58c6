/** The letters of the pattern in one size and colour. */
import { type Canvas, type Colour, drawCanvas, mix, plot } from "../drawing/canvas.ts";
import { capRows, type Glyph, glyphOf, glyphRows } from "./font.ts";

/** Letters of one size and colour, on a background of one colour. */
export interface Typeface {
  /** Height of a capital, in pixels. */
  readonly capHeight: number;
  /** Width of a line of text, in pixels. */
  measure(text: string): number;
  /** Draws a line of text. `left` and `top` are the upper left corner of its capitals; it must fit on the canvas. */
  draw(canvas: Canvas, text: string, left: number, top: number): void;
  /** Returns the text, truncated with an ellipsis where it is wider than `width` pixels. */
  shorten(text: string, width: number): string;
}

/** Creates a typeface of `size` pixels per cell of the font, in `ink` on `paper`. Each letter is drawn once and cached. */
export function createTypeface(size: number, ink: Colour, paper: Colour): Typeface {
  const drawn = new Map<string, Canvas>();

  function letter(character: string): Canvas {
    const cached = drawn.get(character);
    if (cached) return cached;
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
        const drawnLetter = letter(character);
        drawCanvas(canvas, drawnLetter, x, top);
        x += drawnLetter.width + size;
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
 * Reduces a text to letters of the font: removes accents and characters without a width, and collapses white space. Characters
 * that the font lacks are drawn as a box.
 */
export function plainText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
}

/** A straight stroke between the middles of two cells, in cells. */
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
 * Returns the strokes between adjacent cells, and between diagonal cells where no other stroke connects them. Round ends make
 * smooth letters of any size from five columns and seven rows.
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

/** Returns the fraction of ink in the pixel around a point, 0 to 1. */
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
