import { expect, test } from "vitest";
import type { Incident } from "../incidents/schedule.ts";
import { findUnexpectedWarnings } from "./expected-warnings.ts";

const incidents: readonly Incident[] = [
  { kind: "garbage", client: undefined, at: 1000, duration: 0 },
  { kind: "camera outage", client: undefined, at: 50_000, duration: 3000 },
];
const refused = { app: "server", sentence: "Refused 127.0.0.1:4: That is no Framewire." };
const lost = { app: "server", sentence: "Lost the camera at 127.0.0.1: it hung up. Trying until it is back." };

test("an incident of the right kind explains a warning, during the incident and shortly after it", () => {
  const warnings = [
    { ...refused, at: 1100 },
    { ...lost, at: 54_000 },
  ];
  expect(findUnexpectedWarnings(warnings, incidents)).toEqual([]);
});

test("an incident of another kind, a later or a much earlier one explains nothing; some warnings have no incident", () => {
  const warnings = [
    { ...lost, at: 1100 },
    { ...refused, at: 900 },
    { ...refused, at: 30_000 },
    { app: "server", sentence: "Error: Something is undefined.", at: 1100 },
  ];
  expect(findUnexpectedWarnings(warnings, incidents)).toEqual(warnings);
});
