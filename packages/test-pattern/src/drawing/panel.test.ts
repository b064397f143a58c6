import { expect, test } from "vitest";
import { clockText } from "./panel.ts";

test("the clock shows the local time to the millisecond", () => {
  const date = new Date(2026, 0, 2, 3, 4, 5, 67);
  expect(clockText(date.getTime() * 1000)).toBe("03:04:05.067");
  expect(clockText(date.getTime() * 1000 + 999)).toBe("03:04:05.067");
  expect(clockText(date.getTime() * 1000 + 1000)).toBe("03:04:05.068");
});
