import { ladderFrom } from "@framewire/codec";
import { expect, it } from "vitest";
import { UsageError } from "../options/usage-error.ts";
import { levelsOf } from "./open-source.ts";

it("pictures come down by the ladder of their quality, unless told otherwise", () => {
  expect(levelsOf({ quality: 65 })).toEqual(ladderFrom(65));
});

it("a count is of that ladder, a list stands for itself", () => {
  expect(levelsOf({ quality: 65, levels: "1" })).toEqual([{ quality: 65, scale: 1, share: 1 }]);
  expect(levelsOf({ quality: 65, levels: "4" })).toEqual(ladderFrom(65).slice(0, 4));
  expect(levelsOf({ quality: 65, levels: "80,40x0.5" })).toMatchObject([
    { quality: 80, scale: 1 },
    { quality: 40, scale: 0.5 },
  ]);
});

it.each(["0", "99", "", "high", "40,80", "80x2", "80,,40"])(
  "“%s” is no levels, and the sentence says what is",
  (levels) => {
    expect(() => levelsOf({ quality: 80, levels })).toThrow(UsageError);
    expect(() => levelsOf({ quality: 80, levels })).toThrow(/^--levels: .*80,60,40x0\.5/);
  },
);
