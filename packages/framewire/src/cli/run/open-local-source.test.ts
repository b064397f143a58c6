import { ladderFrom } from "@framewire/codec";
import { expect, it } from "vitest";
import { UsageError } from "../options/usage-error.ts";
import { parseLevels } from "./open-local-source.ts";

it("the default is the ladder of the quality", () => {
  expect(parseLevels({ quality: 65 })).toEqual(ladderFrom(65));
});

it("a number selects the first levels of that ladder, a list replaces it", () => {
  expect(parseLevels({ quality: 65, levels: "1" })).toEqual([{ quality: 65, scale: 1, relativeBytes: 1 }]);
  expect(parseLevels({ quality: 65, levels: "4" })).toEqual(ladderFrom(65).slice(0, 4));
  expect(parseLevels({ quality: 65, levels: "80,40x0.5" })).toMatchObject([
    { quality: 80, scale: 1 },
    { quality: 40, scale: 0.5 },
  ]);
});

it.each(["0", "99", "", "high", "40,80", "80x2", "80,,40"])(
  "“%s” is rejected with a sentence that shows a valid value",
  (levels) => {
    expect(() => parseLevels({ quality: 80, levels })).toThrow(UsageError);
    expect(() => parseLevels({ quality: 80, levels })).toThrow(/^--levels: .*80,60,40x0\.5/);
  },
);
