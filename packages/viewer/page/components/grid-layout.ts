/** The layout of the video grid. */

/** The space for the tiles of a grid, in pixels. */
export interface GridSpace {
  readonly count: number;
  readonly width: number;
  readonly height: number;
  /** Between two tiles. */
  readonly gap: number;
  /** Width of a tile divided by its height. */
  readonly aspect: number;
}

/** A grid of equal cells. */
export interface Grid {
  readonly columns: number;
  /** Of a cell, in pixels. */
  readonly width: number;
  readonly height: number;
}

/** Returns the grid with the largest tiles. */
export function bestGrid({ count, width, height, gap, aspect }: GridSpace): Grid {
  let best: Grid = { columns: 1, width: 0, height: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const across = (width - (columns - 1) * gap) / columns;
    const down = (height - (rows - 1) * gap) / rows;
    const cell = Math.floor(Math.min(across, down * aspect));
    // A gain below 1 % is not worth more columns.
    if (cell > best.width * 1.01) best = { columns, width: cell, height: Math.floor(cell / aspect) };
  }
  return best;
}
