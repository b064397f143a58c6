import { ConnectionClosedError } from "@framewire/protocol";
import { expect, it } from "vitest";
import { receiveFinding, sendFinding, timingFinding } from "./findings.ts";
import { typicalFormat } from "./measure-receive.ts";
import { predictLevel, streetCameras } from "./predict-level.ts";
import { suggestFix } from "./suggest-fix.ts";

it("a round trip as long as the latency target is a warning", () => {
  const finding = (rttMs: number | null): unknown =>
    timingFinding({ rttMs, clockOffsetMs: 0, clockUncertaintyMs: 0.2 });
  expect(finding(0.42)).toMatchObject({ status: "ok", message: "round trip 0.4 ms; the clocks agree, ± 0.2 ms" });
  expect(finding(210)).toMatchObject({ status: "warning", fix: expect.stringContaining("--max-latency") });
  expect(finding(null)).toMatchObject({ status: "warning", message: "no ping was answered in time" });
});

it("the clocks agree, or have an offset", () => {
  const message = (clockOffsetMs: number): string =>
    timingFinding({ rttMs: 1, clockOffsetMs, clockUncertaintyMs: 0.5 }).message;
  expect(message(-0.2)).toBe("round trip 1.0 ms; the clocks agree, ± 0.5 ms");
  expect(message(-41.3)).toBe("round trip 1.0 ms; its clock is 41 ms ± 0.5 ms behind, which is compensated");
  expect(message(3)).toBe("round trip 1.0 ms; its clock is 3.0 ms ± 0.5 ms ahead, which is compensated");
});

it("frames at a lower level, or old ones, have a fix", () => {
  const received = { codec: "jpeg", width: 1280, height: 720, fps: 29.97, bitsPerSecond: 8.1e6, level: 0 };
  const ageMs = { p50: 8.4, p95: 21, max: 30 };
  expect(receiveFinding({ ...received, ageMs })).toEqual({
    topic: "Receive",
    status: "ok",
    message: "1280x720 at 30 fps, 8.1 Mbit/s, age 8.4 ms (p95 21 ms), best level",
  });
  expect(receiveFinding({ ...received, level: 4, ageMs })).toMatchObject({
    status: "warning",
    fix: expect.stringMatching(/--size/),
  });
  expect(receiveFinding({ ...received, ageMs: { ...ageMs, p95: 900 } })).toMatchObject({ status: "warning" });
  expect(receiveFinding({ ...received, fps: 0.3, ageMs })).toMatchObject({ status: "warning" });
  expect(receiveFinding(undefined)).toMatchObject({ status: "info", fix: expect.stringContaining("--source") });
});

it("predicts the renditions that a camera's frames would have", () => {
  const finding = (bitsPerSecond: number): unknown => {
    const predictions = streetCameras.map((camera) => ({
      camera,
      rendition: predictLevel(camera, { bitsPerSecond, rttMs: 5 }),
    }));
    return sendFinding({ bitsPerSecond, bytes: 1, seconds: 3 }, predictions, { remoteDemand: true });
  };
  expect(finding(9.4e8)).toEqual({
    topic: "Send",
    status: "ok",
    message: "940 Mbit/s for 3 s",
    details: ["a street scene in 1280x720 at 30 fps: best level", "a street scene in 1920x1080 at 30 fps: best level"],
  });
  expect(finding(8e6)).toMatchObject({
    status: "warning",
    message: "8.0 Mbit/s for 3 s",
    details: [expect.stringMatching(/: level \d, quality 30 in \d+x\d+$/), expect.stringMatching(/level \d/)],
    fix: expect.stringMatching(/--fps/),
  });
});

it("ignores the level of the first half, when the bandwidth estimate is not stable", () => {
  const typical = (levels: readonly number[]): ReturnType<typeof typicalFormat> =>
    typicalFormat(levels.map((level) => ({ codec: "jpeg", width: 100 - level, height: 10, level })));
  expect(typical([9, 9, 9, 4, 1, 0, 0, 0])).toEqual({ codec: "jpeg", width: 100, height: 10, level: 0 });
  expect(typical([0, 0, 3, 3, 3, 11])).toMatchObject({ level: 3, width: 97 });
  expect(typical([5])).toMatchObject({ level: 5 });
  expect(typical([])).toBeUndefined();
});

it("a missing measurement has a reason and a fix", () => {
  expect(sendFinding(undefined, [], { remoteDemand: false })).toMatchObject({
    status: "info",
    fix: expect.stringMatching(/--keep-watching/),
  });
  expect(sendFinding(undefined, [], { remoteDemand: true })).toMatchObject({
    status: "info",
    fix: expect.stringMatching(/--codec/),
  });
});

it("each reason for an unreachable server has a fix", () => {
  const system = (code: string): Error =>
    new Error("There is no server.", {
      cause: Object.assign(new AggregateError([Object.assign(new Error(), { code })])),
    });
  expect(suggestFix(system("ECONNREFUSED"))).toContain("pnpm --filter server start");
  expect(suggestFix(system("ETIMEDOUT"))).toContain("firewall");
  expect(suggestFix(new ConnectionClosedError({ by: "remote", code: "busy", message: "Full." }))).toContain(
    "--max-clients",
  );
  expect(suggestFix(new ConnectionClosedError({ by: "remote", code: "left", message: "No." }))).not.toBe("");
  expect(suggestFix(new Error("What?"))).not.toBe("");
});
