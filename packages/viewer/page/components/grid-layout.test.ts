import { expect, it } from "vitest";
import { bestGrid } from "./grid-layout.ts";

it.each([
  { count: 1, width: 1280, height: 800, columns: 1 },
  { count: 2, width: 1280, height: 640, columns: 2 },
  { count: 2, width: 375, height: 740, columns: 1 },
  { count: 4, width: 1280, height: 800, columns: 2 },
  { count: 4, width: 375, height: 740, columns: 1 },
  { count: 7, width: 1280, height: 800, columns: 3 },
])("fits $count tiles into $width by $height pixels with $columns columns", ({ columns, ...space }) => {
  const grid = bestGrid({ ...space, gap: 12, aspect: 16 / 9 });
  expect(grid.columns).toBe(columns);
  const rows = Math.ceil(space.count / columns);
  expect(columns * grid.width + (columns - 1) * 12).toBeLessThanOrEqual(space.width);
  expect(rows * grid.height + (rows - 1) * 12).toBeLessThanOrEqual(space.height);
  expect(grid.width / grid.height).toBeCloseTo(16 / 9, 1);
});

it("follows the aspect ratio of the tiles", () => {
  expect(bestGrid({ count: 2, width: 1000, height: 1000, gap: 12, aspect: 9 / 16 }).columns).toBe(2);
  expect(bestGrid({ count: 2, width: 1000, height: 1000, gap: 12, aspect: 16 / 9 }).columns).toBe(1);
});

it("has one column without tiles", () => {
  expect(bestGrid({ count: 0, width: 1280, height: 800, gap: 12, aspect: 1 })).toMatchObject({ columns: 1 });
});
