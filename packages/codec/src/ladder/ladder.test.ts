import { describe, expect, it } from "vitest";
import { ladder, ladderFrom } from "./ladder.ts";
import { parseLadder } from "./parse-ladder.ts";
import { qualityFor, relativeBytes, scaleFor } from "./relative-bytes.ts";
import { resolveLevel } from "./resolve-level.ts";

const steps = (renditions: readonly { readonly relativeBytes: number }[]) =>
  renditions.slice(1).map(({ relativeBytes: bytes }, i) => bytes / (renditions[i]?.relativeBytes ?? 0));

describe("ladder", () => {
  it("is the ladder from quality 80", () => {
    expect(ladderFrom(80)).toEqual(ladder);
  });

  it("takes about three quarters of the bytes at each step, down to a quarter of the size", () => {
    expect(ladder[0]).toEqual({ quality: 80, scale: 1, relativeBytes: 1 });
    for (const step of steps(ladder)) {
      expect(step).toBeGreaterThan(0.66);
      expect(step).toBeLessThan(0.8);
    }
    expect(ladder.at(-1)).toMatchObject({ scale: 0.25 });
    expect(ladder.at(-1)?.relativeBytes).toBeLessThan(0.05);
  });

  it.each([1, 10, 29, 30, 31, 40, 50, 66, 75, 90, 100])("starts at quality %i and goes down from it", (quality) => {
    const renditions = ladderFrom(quality);
    expect(renditions[0]).toEqual({ quality, scale: 1, relativeBytes: 1 });
    for (const step of steps(renditions)) expect(step).toBeLessThan(1);
    for (const step of steps(renditions)) expect(step).toBeGreaterThan(0.6);
    expect(renditions.every((each) => each.quality <= quality)).toBe(true);
    expect(renditions.at(-1)?.scale).toBe(0.25);
  });

  it.each([0, 101, 50.5, Number.NaN])("refuses a quality of %d", (quality) => {
    expect(() => ladderFrom(quality)).toThrow("give a whole number from 1 to 100");
  });
});

describe("relativeBytes", () => {
  it("rises with quality and scale, and has inverses", () => {
    for (let quality = 2; quality <= 100; quality++) {
      expect(relativeBytes({ quality, scale: 1 })).toBeGreaterThan(relativeBytes({ quality: quality - 1, scale: 1 }));
      expect(qualityFor(relativeBytes({ quality, scale: 1 }))).toBe(quality);
    }
    for (let scale = 0.1; scale < 1; scale += 0.05) {
      expect(relativeBytes({ quality: 80, scale })).toBeLessThan(relativeBytes({ quality: 80, scale: scale + 0.05 }));
      expect(scaleFor(relativeBytes({ quality: 80, scale }))).toBeCloseTo(scale, 6);
    }
  });
});

describe("resolveLevel", () => {
  it.each([95, 90, 80, 60, 40])("keeps the relative bytes below a camera's JPEGs of quality %i", (sourceQuality) => {
    const first = ladder[0] ?? { quality: 80, scale: 1, relativeBytes: 1 };
    for (const rendition of ladder.slice(1)) {
      const bytes =
        relativeBytes(resolveLevel(sourceQuality, first, rendition)) /
        relativeBytes({ quality: sourceQuality, scale: 1 });
      expect(bytes / rendition.relativeBytes).toBeGreaterThan(0.93);
      expect(bytes / rendition.relativeBytes).toBeLessThan(1.07);
    }
  });

  it("reduces the size where the quality would fall below 20", () => {
    const [first, last] = [ladder[0], ladder.at(-1)];
    if (!first || !last) throw new Error("The ladder is empty.");
    expect(resolveLevel(30, first, last).quality).toBe(20);
    expect(resolveLevel(30, first, last).scale).toBeLessThan(last.scale);
  });
});

describe("parseLadder", () => {
  it("takes a number as a count of the ladder's levels, from the top", () => {
    expect(parseLadder("1")).toEqual(ladder.slice(0, 1));
    expect(parseLadder(" 12 ")).toEqual(ladder);
    expect(parseLadder("1", { quality: 60 })).toEqual([{ quality: 60, scale: 1, relativeBytes: 1 }]);
  });

  it("takes a list of renditions, and estimates their relative bytes", () => {
    const renditions = parseLadder("80, 60,40,40x0.5,30x.25");
    expect(renditions.map(({ quality, scale }) => [quality, scale])).toEqual([
      [80, 1],
      [60, 1],
      [40, 1],
      [40, 0.5],
      [30, 0.25],
    ]);
    expect(renditions[0]?.relativeBytes).toBe(1);
    expect(renditions[1]?.relativeBytes).toBeCloseTo(0.68, 1);
    expect(renditions[4]?.relativeBytes).toBeCloseTo(0.04, 1);
    expect(parseLadder("90x1")).toEqual([{ quality: 90, scale: 1, relativeBytes: 1 }]);
  });

  it.each([
    ["0", "There are 12 levels, not 0. Give a number from 1 to 12"],
    ["13", "There are 12 levels, not 13."],
    ["", '"" in the levels  is not a level. Write QUALITY or QUALITYxSCALE'],
    ["80,,40", '"" in the levels 80,,40 is not a level.'],
    ["80,0", '"0" in the levels 80,0 is not a level.'],
    ["101,80", '"101" in the levels 101,80 is not a level.'],
    ["80,40x2", '"40x2" in the levels 80,40x2 is not a level.'],
    ["80,40x0", '"40x0"'],
    ["80,40x0.04", "a scale from 0.05 to 1"],
    ["80,-1", '"-1"'],
    ["80.5,1", '"80.5"'],
    ["best,worst", '"best"'],
    ["40,80", "The levels 40,80 do not go down: number 2 takes as many bytes as the one before."],
    ["80,80", "Put the best first"],
  ])("refuses %j with a sentence", (text, sentence) => {
    expect(() => parseLadder(text)).toThrow(sentence);
    expect(() => parseLadder(text)).toThrow(RangeError);
  });
});
