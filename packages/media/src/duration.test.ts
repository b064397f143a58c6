import { expect, it } from "vitest";
import { parseDuration } from "./duration.ts";

it.each([
  ["10s", 10_000],
  ["10", 10_000],
  ["500ms", 500],
  ["1.5m", 90_000],
  ["2h", 7_200_000],
  ["0", 0],
  ["576h", 2_073_600_000],
])("%s is %d ms", (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

it.each(["", "s", "10 s", "-1s", "1e3", "ten", "1d", "600h"])("“%s” is not a duration", (text) => {
  expect(() => parseDuration(text)).toThrow(
    new RangeError("Write a time of at most 24 days, such as 10s, 500ms, 5m or 1h."),
  );
});
