import { expect, test } from "vitest";
import { unexplained } from "./causes.ts";
import type { Incident } from "./schedule.ts";

const incidents: readonly Incident[] = [
  { kind: "garbage", client: undefined, at: 1000, lasts: 0 },
  { kind: "camera away", client: undefined, at: 50_000, lasts: 3000 },
];
const refused = { who: "server", sentence: "Refused 127.0.0.1:4: That is no Framewire." };
const away = { who: "server", sentence: "Lost the camera at 127.0.0.1: it hung up. Trying until it is back." };

test("a sentence is explained by an incident of its kind, while that lasts and shortly after", () => {
  const told = [
    { ...refused, at: 1100 },
    { ...away, at: 54_000 },
  ];
  expect(unexplained(told, incidents)).toEqual([]);
});

test("neither one of another kind, nor one before or long after, nor a sentence that no incident brings about", () => {
  const told = [
    { ...away, at: 1100 },
    { ...refused, at: 900 },
    { ...refused, at: 30_000 },
    { who: "server", sentence: "Error: Something is undefined.", at: 1100 },
  ];
  expect(unexplained(told, incidents)).toEqual(told);
});
