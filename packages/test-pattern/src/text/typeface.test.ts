import { describe, expect, test } from "vitest";
import type { Canvas, Colour } from "../drawing/canvas.ts";
import { glyphOf, glyphRows } from "./font.ts";
import { createTypeface, plainText } from "./typeface.ts";

const ink: Colour = [255, 255, 255];
const paper: Colour = [0, 0, 0];

function write(text: string, size: number): Canvas {
  const face = createTypeface(size, ink, paper);
  const width = face.measure(text);
  const height = glyphRows * size;
  const canvas = { width, height, data: new Uint8Array(width * height * 3) };
  face.draw(canvas, text, 0, 0);
  return canvas;
}

function asArt({ width, height, data }: Canvas): string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => ((data[(y * width + x) * 3] ?? 0) > 127 ? "#" : ".")).join(""),
  );
}

describe("a typeface", () => {
  test("draws a name", () => {
    expect(asArt(write("Frag 7", 1))).toEqual([
      "#####......................#####",
      "#..............................#",
      "#.....#.##..###...####.........#",
      "####..##.......#.#...#........#.",
      "#.....#.....####.#...#........#.",
      "#.....#....#...#.#...#.......#..",
      "#.....#.....####..####.......#..",
      ".....................#..........",
      "..................###...........",
    ]);
  });

  test("connects the cells of a large letter with smooth strokes, inside the same outline", () => {
    const art = asArt(write("x", 4));
    expect(art.slice(8, 28).map((row) => row.replaceAll(".", " "))).toMatchInlineSnapshot(`
      [
        " ##              ## ",
        "####            ####",
        "#####          #####",
        " #####        ##### ",
        "  #####      #####  ",
        "   #####    #####   ",
        "    #####  #####    ",
        "     ##########     ",
        "      ########      ",
        "       ######       ",
        "       ######       ",
        "      ########      ",
        "     ##########     ",
        "    #####  #####    ",
        "   #####    #####   ",
        "  #####      #####  ",
        " #####        ##### ",
        "#####          #####",
        "####            ####",
        " ##              ## ",
      ]
    `);
    expect(art.slice(0, 8).join("")).not.toContain("#");
  });

  test("has a different glyph for every printable ASCII character, except that 0 and O have the same", () => {
    const seen = new Set<string>();
    for (let code = 33; code < 127; code++) seen.add(asArt(write(String.fromCharCode(code), 1)).join("/"));
    expect(seen.size).toBe(93);
    expect(seen.has(asArt(write("\ufffd", 1)).join("/"))).toBe(false);
  });

  test("draws a box for any other character, and all digits have the same width", () => {
    expect(asArt(write("日", 1))).toEqual(asArt(write("\ufffd", 1)));
    expect(new Set([..."0123456789"].map((digit) => glyphOf(digit).columns))).toEqual(new Set([5]));
  });

  test("truncates a text only when it is too wide", () => {
    const face = createTypeface(2, ink, paper);
    expect(face.shorten("Kitchen", face.measure("Kitchen"))).toBe("Kitchen");
    const cut = face.shorten("Kitchen camera", 100);
    expect(cut).toMatch(/^Kitch.*…$/);
    expect(face.measure(cut)).toBeLessThanOrEqual(100);
    expect(face.shorten("Kitchen", 3)).toBe("");
  });
});

describe("plainText", () => {
  test.each([
    ["Zürich, Café", "Zurich, Cafe"],
    ["two\n\tlines\u0000", "two lines"],
    ["a\u200db\u202e", "ab"],
    ["  ", ""],
    ["日本 📷", "日本 📷"],
  ])("converts %j to %j", (text, plain) => expect(plainText(text)).toBe(plain));
});
