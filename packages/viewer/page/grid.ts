const nominalAspect = 16 / 9;

/** The space for the pictures of a grid, in pixels. */
interface GridSpace {
  readonly count: number;
  readonly width: number;
  readonly height: number;
}

/** In how many columns pictures are largest. */
export function bestColumns({ count, width, height }: GridSpace): number {
  let best = 1;
  let largest = 0;
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const picture = Math.min(width / columns, (height / rows) * nominalAspect);
    if (picture > largest * 1.01) {
      largest = picture;
      best = columns;
    }
  }
  return best;
}
