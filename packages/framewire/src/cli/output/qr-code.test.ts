import { stripVTControlCharacters } from "node:util";
import { expect, it } from "vitest";
import { qrCode } from "./qr-code.ts";

it("is as wide as the terminal has room for, with a light edge all around", () => {
  const link = "https://192.168.100.200:4780/?code=abcdefghijklmnopqrstuv";
  const lines = stripVTControlCharacters(qrCode(link, 80) ?? "").split("\n");
  const width = lines[0]?.length ?? 0;
  expect(width).toBeLessThan(50);
  expect(lines[0]).toBe("█".repeat(width));
  for (const line of lines) expect(line).toHaveLength(width);
  for (const line of lines.slice(0, -1)) expect(line).toMatch(/^██.*██$/);
  // The three corners by which a scanner finds it, row by row of two.
  expect(lines[1]).toMatch(/^██ ▄▄▄▄▄ .* ▄▄▄▄▄ ██$/);
  expect(qrCode(link, width)).toBeDefined();
  expect(qrCode(link, width - 1)).toBeUndefined();
});
