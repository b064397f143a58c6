import { stripVTControlCharacters } from "node:util";
import { expect, it } from "vitest";
import { qrCode, qrMatrix } from "./qr-code.ts";

const link = "https://192.168.100.200:4780/?code=abcdefghijklmnopqrstuv";

it("is as wide as the terminal has room for, with a light edge all around", () => {
  const lines = stripVTControlCharacters(qrCode(link, { columns: 80, rows: 24 }) ?? "").split("\n");
  const width = lines[0]?.length ?? 0;
  expect(width).toBeLessThan(50);
  expect(lines[0]).toBe("█".repeat(width));
  for (const line of lines) expect(line).toHaveLength(width);
  for (const line of lines.slice(0, -1)) expect(line).toMatch(/^██.*██$/);
  // The three corners by which a scanner finds it, row by row of two.
  expect(lines[1]).toMatch(/^██ ▄▄▄▄▄ .* ▄▄▄▄▄ ██$/);
});

it("has a narrower edge where there is little room, and is absent where even that does not fit", () => {
  const size = (room: { columns: number; rows: number }): readonly number[] => {
    const lines = stripVTControlCharacters(qrCode(link, room) ?? "").split("\n");
    return [lines[0]?.length ?? 0, lines.length];
  };
  expect(size({ columns: 80, rows: 19 })).toEqual([37, 19]);
  expect(size({ columns: 80, rows: 18 })).toEqual([35, 18]);
  expect(size({ columns: 36, rows: 50 })).toEqual([35, 18]);
  expect(qrCode(link, { columns: 80, rows: 17 })).toBeUndefined();
  expect(qrCode(link, { columns: 34, rows: 50 })).toBeUndefined();
});

it("has the same modules for the page, without an edge", () => {
  const rows = qrMatrix(link);
  expect(rows).toHaveLength(33);
  for (const row of rows) expect(row).toMatch(/^[01]{33}$/);
  expect(rows[0]).toMatch(/^11111110.*01111111$/);
  expect(rows.at(-1)).toMatch(/^11111110/);
});
