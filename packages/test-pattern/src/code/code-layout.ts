/** Layout of the code in a frame. */
/** Position of the code in a frame, in (fractional) pixels. */
export interface CodeLayout {
  /** Left edge of the first guard column. */
  readonly left: number;
  /** Top edge of the first row. */
  readonly top: number;
  /** Edge of a cell. */
  readonly cell: number;
  /** Columns of bits; two guard columns are on each side of them. */
  readonly columns: number;
  /** Rows of cells. */
  readonly rows: number;
  /** Height of the band at the bottom of the frame that contains the code and a quiet zone around it. */
  readonly band: number;
}

/** Columns on each side of the bits: a light one outside and a dark one inside. */
export const guardColumns = 2;

interface CodeShape {
  readonly columns: number;
  readonly rows: number;
  /** Cells across the whole width of the frame: the edge of a cell is `width / across`. */
  readonly across: number;
  /** Height of the band, in cells. */
  readonly band: number;
}

/** Half as wide as the frame, for large landscape frames. */
const strip: CodeShape = { columns: 32, rows: 4, across: 80, band: 10 };
/** Nearly as wide as the frame, for portrait and small frames. */
const wideStrip: CodeShape = { columns: 32, rows: 4, across: 40, band: 6 };
/** Twice the rows of a strip, for very small frames. */
const block: CodeShape = { columns: 16, rows: 8, across: 32, band: 10 };

/** Smallest edge of a cell, in pixels: the code must survive JPEG after scaling to half the size. */
const minCell = 5;

/** Returns the layout for a frame of this size, or `undefined` where it is too small for a code. */
export function codeLayoutFor(width: number, height: number): CodeLayout | undefined {
  const shapes = width >= height && width >= 8 * strip.across ? [strip, wideStrip] : [wideStrip, block];
  return shapes
    .map((shape) => scaleShape(shape, width, height))
    .find(({ cell, band }) => cell >= minCell && band <= 0.6 * height);
}

/** Returns every layout that a frame of this size can have, scaled ones included. */
export function codeLayoutsIn(width: number, height: number): CodeLayout[] {
  return [strip, wideStrip, block].map((shape) => scaleShape(shape, width, height));
}

function scaleShape(shape: CodeShape, width: number, height: number): CodeLayout {
  const { columns, rows } = shape;
  const cell = width / shape.across;
  const band = shape.band * cell;
  return {
    left: (width - (columns + 2 * guardColumns) * cell) / 2,
    top: height - (band + rows * cell) / 2,
    cell,
    columns,
    rows,
    band,
  };
}
