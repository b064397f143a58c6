import { stripVTControlCharacters } from "node:util";
import { expect, it } from "vitest";
import { createLog, type LogLevel, logLevels } from "./log.ts";

function linesAt(level: LogLevel): readonly string[] {
  const lines: string[] = [];
  const log = createLog(level, (sentence) => lines.push(stripVTControlCharacters(sentence)));
  log.error("Broken.");
  log.warn("Careful.");
  log.info("Well.");
  log.debug("Details.");
  return lines;
}

it("a level writes its own sentences and the more important ones", () => {
  const all = ["Error: Broken.", "Careful.", "Well.", "Details."];
  expect(logLevels.map(linesAt)).toEqual([[], all.slice(0, 1), all.slice(0, 2), all.slice(0, 3), all]);
});

it("an error that repeats directly is written once", () => {
  const lines: string[] = [];
  const log = createLog("error", (sentence) => lines.push(stripVTControlCharacters(sentence)));
  for (const error of ["Broken.", "Broken.", "Gone.", "Broken."]) log.error(error);
  expect(lines).toEqual(["Error: Broken.", "Error: Gone.", "Error: Broken."]);
});
