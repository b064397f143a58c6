import { expect, it } from "vitest";
import { bestColumns } from "./grid.ts";

it.each([
  { count: 1, width: 1280, height: 800, columns: 1 },
  { count: 2, width: 1280, height: 640, columns: 2 },
  { count: 2, width: 375, height: 740, columns: 1 },
  { count: 4, width: 1280, height: 800, columns: 2 },
  { count: 4, width: 375, height: 740, columns: 1 },
  { count: 7, width: 1280, height: 800, columns: 3 },
  { count: 0, width: 1280, height: 800, columns: 1 },
])("puts $count pictures of $width by $height into $columns columns", ({ columns, ...space }) => {
  expect(bestColumns(space)).toBe(columns);
});
