import { ConnectionClosedError } from "@framewire/protocol";
import { expect, it } from "vitest";
import { incomingFinding, outgoingFinding, timingFinding } from "./describe.ts";
import { fittingLevel, streets } from "./fitting-level.ts";
import { usualOf } from "./receive.ts";
import { fixFor } from "./why-not.ts";

it("a round trip as long as the limit of a picture's age is too long", () => {
  const found = (rttMs: number | null): unknown => timingFinding({ rttMs, clockOffsetMs: 0, clockUncertaintyMs: 0.2 });
  expect(found(0.42)).toMatchObject({ state: "fine", says: "round trip 0.4 ms; both clocks say the same, ± 0.2 ms" });
  expect(found(210)).toMatchObject({ state: "advice", fix: expect.stringContaining("--max-latency") });
  expect(found(null)).toMatchObject({ state: "advice", says: "no ping was answered in time" });
});

it("clocks are the same, or apart by so much", () => {
  const says = (clockOffsetMs: number): string =>
    timingFinding({ rttMs: 1, clockOffsetMs, clockUncertaintyMs: 0.5 }).says;
  expect(says(-0.2)).toBe("round trip 1.0 ms; both clocks say the same, ± 0.5 ms");
  expect(says(-41.3)).toBe("round trip 1.0 ms; its clock is 41 ms ± 0.5 ms behind, allowed for");
  expect(says(3)).toBe("round trip 1.0 ms; its clock is 3.0 ms ± 0.5 ms ahead, allowed for");
});

it("pictures that came down, or are old, come with what to do", () => {
  const incoming = { codec: "jpeg", width: 1280, height: 720, fps: 29.97, bitsPerSecond: 8.1e6, level: 0 };
  const ageMs = { p50: 8.4, p95: 21, max: 30 };
  expect(incomingFinding({ ...incoming, ageMs })).toEqual({
    topic: "In",
    state: "fine",
    says: "1280x720 at 30 fps, 8.1 Mbit/s, 8.4 ms old (p95 21 ms), at their best",
  });
  expect(incomingFinding({ ...incoming, level: 4, ageMs })).toMatchObject({
    state: "advice",
    fix: expect.stringMatching(/--size/),
  });
  expect(incomingFinding({ ...incoming, ageMs: { ...ageMs, p95: 900 } })).toMatchObject({ state: "advice" });
  expect(incomingFinding({ ...incoming, fps: 0.3, ageMs })).toMatchObject({ state: "advice" });
  expect(incomingFinding(undefined)).toMatchObject({ state: "note", fix: expect.stringContaining("--source") });
});

it("the way out says what would come of a camera's pictures", () => {
  const found = (bitsPerSecond: number): unknown => {
    const fits = streets.map((camera) => ({ camera, comes: fittingLevel(camera, { bitsPerSecond, rttMs: 5 }) }));
    return outgoingFinding({ bitsPerSecond, bytes: 1, seconds: 3 }, fits, { watched: true });
  };
  expect(found(9.4e8)).toEqual({
    topic: "Out",
    state: "fine",
    says: "940 Mbit/s for 3 s",
    more: ["a street in 1280x720 at 30 fps comes at its best", "a street in 1920x1080 at 30 fps comes at its best"],
  });
  expect(found(8e6)).toMatchObject({
    state: "advice",
    says: "8.0 Mbit/s for 3 s",
    more: [expect.stringMatching(/comes at level \d: quality 30 in \d+x\d+$/), expect.stringMatching(/level \d/)],
    fix: expect.stringMatching(/--fps/),
  });
});

it("a moment at which the server knew too little of the way does not count", () => {
  const seen = (levels: readonly number[]): ReturnType<typeof usualOf> =>
    usualOf(levels.map((level) => ({ codec: "jpeg", width: 100 - level, height: 10, level })));
  expect(seen([9, 9, 9, 4, 1, 0, 0, 0])).toEqual({ codec: "jpeg", width: 100, height: 10, level: 0 });
  expect(seen([0, 0, 3, 3, 3, 11])).toMatchObject({ level: 3, width: 97 });
  expect(seen([5])).toMatchObject({ level: 5 });
  expect(seen([])).toBeUndefined();
});

it("what could not be measured says why, and what to do", () => {
  expect(outgoingFinding(undefined, [], { watched: false })).toMatchObject({
    state: "note",
    fix: expect.stringMatching(/--keep-watching/),
  });
  expect(outgoingFinding(undefined, [], { watched: true })).toMatchObject({
    state: "note",
    fix: expect.stringMatching(/--codec/),
  });
});

it("each reason why a server is not reached has a remedy", () => {
  const system = (code: string): Error =>
    new Error("There is no server.", {
      cause: Object.assign(new AggregateError([Object.assign(new Error(), { code })])),
    });
  expect(fixFor(system("ECONNREFUSED"))).toContain("pnpm --filter server start");
  expect(fixFor(system("ETIMEDOUT"))).toContain("firewall");
  expect(fixFor(new ConnectionClosedError({ by: "remote", code: "busy", message: "Full." }))).toContain(
    "--max-clients",
  );
  expect(fixFor(new ConnectionClosedError({ by: "remote", code: "left", message: "No." }))).not.toBe("");
  expect(fixFor(new Error("What?"))).not.toBe("");
});
