/** Where the code lies in a picture, in (fractional) pixels of that picture. */
export interface CodeLayout {
  /** Left edge of the first guard column. */
  readonly left: number;
  /** Top edge of the first row. */
  readonly top: number;
  /** Edge of a cell. */
  readonly cell: number;
  /** Columns of bits; two guard columns stand on each side of them. */
  readonly columns: number;
  /** Rows of cells. */
  readonly rows: number;
  /** Height of the band at the bottom of the picture that the code lies in, with quiet space around it. */
  readonly band: number;
}

/** Columns on each side of the bits: a light one outside and a dark one inside. */
export const guardColumns = 2;

interface CodeShape {
  readonly columns: number;
  readonly rows: number;
  /** Cells that would fit beside each other over the whole width: the edge of a cell is `width / across`. */
  readonly across: number;
  /** Height of the band, in cells. */
  readonly band: number;
}

/** Half as wide as the picture, for landscape pictures with room for more. */
const strip: CodeShape = { columns: 32, rows: 4, across: 80, band: 10 };
/** Nearly as wide as the picture, for portrait and small pictures. */
const wideStrip: CodeShape = { columns: 32, rows: 4, across: 40, band: 6 };
/** Two strips on top of each other, for very small pictures. */
const block: CodeShape = { columns: 16, rows: 8, across: 32, band: 10 };

/** Smallest edge of a cell, in pixels of the original picture: halved it must still outlive JPEG. */
const minCell = 5;

/** The layout that a picture of this size is drawn with; `undefined` when it is too small for any. */
export function codeLayoutFor(width: number, height: number): CodeLayout | undefined {
  const shapes = width >= height && width >= 8 * strip.across ? [strip, wideStrip] : [wideStrip, block];
  return shapes
    .map((shape) => place(shape, width, height))
    .find(({ cell, band }) => cell >= minCell && band <= 0.6 * height);
}

/** Every layout that a picture of this size can have when it may have been scaled from another size. */
export function codeLayoutsIn(width: number, height: number): CodeLayout[] {
  return [strip, wideStrip, block].map((shape) => place(shape, width, height));
}

function place(shape: CodeShape, width: number, height: number): CodeLayout {
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
