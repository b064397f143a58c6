const nominalAspect = 16 / 9;
/** Below this width, in pixels, a caption takes two lines. */
const stackedBelow = 500;
const captionPx = 34;

/**
 * How many columns make the pictures largest. Our own picture lies in the lower right corner, `own` pixels
 * high: in a cell that is free, or else in a strip below the grid.
 * @param {{ count: number, width: number, height: number, own: number }} space
 */
function bestColumns({ count, width, height, own }) {
  let best = { columns: 1, strip: 0 };
  let largest = 0;
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const strip = rows * columns > count ? 0 : own;
    const picture = Math.min(width / columns, ((height - strip) / rows - captionPx) * nominalAspect);
    if (picture > largest * 1.01) {
      largest = picture;
      best = { columns, strip };
    }
  }
  return best;
}

/**
 * Makes the pictures in a grid as large as its parent lets them be. A single one fills it, with our own in
 * its corner.
 * @param {HTMLElement} grid
 * @param {HTMLElement} own
 */
export function layOut(grid, own) {
  const stage = /** @type {HTMLElement} */ (grid.parentElement);
  const { paddingLeft, paddingRight, paddingBottom } = getComputedStyle(stage);
  const width = stage.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
  const height = stage.clientHeight - Number.parseFloat(paddingBottom);
  const count = grid.childElementCount;
  const ownHeight = count > 1 && own.childElementCount > 0 ? own.offsetHeight + 24 : 0;
  const { columns, strip } = bestColumns({ count, width, height, own: ownHeight });
  grid.style.setProperty("--columns", String(columns));
  grid.style.setProperty("--strip", `${strip}px`);
  for (const cell of grid.children) {
    const tile = /** @type {HTMLElement} */ (cell.firstElementChild);
    const aspect = Number(getComputedStyle(tile).getPropertyValue("--aspect"));
    tile.classList.toggle(
      "stacked",
      Math.min(cell.clientWidth, (cell.clientHeight - captionPx) * aspect) < stackedBelow,
    );
  }
}
