import { expect, it } from "vitest";
import type { StreamInfo } from "../../src/streams/state.ts";
import { reasonOf } from "./reason.ts";

const stream: StreamInfo = {
  id: "ada",
  name: "Ada",
  role: "remote",
  state: "live",
  message: null,
  since: 1_760_000_000_000,
  generation: 1,
  width: 1280,
  height: 720,
  codec: "jpeg",
  stats: null,
  source: null,
  canDisconnect: false,
  readers: { count: 0, dropped: 0 },
};
const playback = { connected: true, drawn: true, quietMs: 0, waitingMs: 0, problem: undefined };
const time = stream.since + 3000;

it("has no reason while live pictures are shown", () => {
  expect(reasonOf(stream, playback, time)).toBeUndefined();
  expect(reasonOf(stream, { ...playback, quietMs: 2000 }, time)).toBeUndefined();
});

it("explains why a live stream shows no live picture", () => {
  const headline = (part: Partial<typeof playback> & { problem?: string }): string | undefined =>
    reasonOf(stream, { ...playback, ...part }, time)?.headline;
  expect(headline({ connected: false })).toBe("Connecting…");
  expect(headline({ drawn: false })).toBe("Waiting for the first picture");
  expect(headline({ drawn: false, waitingMs: 7000 })).toBe("No picture yet");
  expect(headline({ quietMs: 4200 })).toBe("No new picture for 4 s");
  expect(reasonOf(stream, { ...playback, problem: "Broken." }, time)).toEqual({
    headline: "This picture cannot be shown",
    detail: "Broken.",
  });
});

it("gives the source's problem once the picture stands still, and no camera where there is none on purpose", () => {
  const failing = { ...stream, problem: "It is not there." };
  expect(reasonOf(failing, playback, time)).toBeUndefined();
  const reason = { headline: "The camera fails", detail: "It is not there." };
  expect(reasonOf(failing, { ...playback, drawn: false }, time)).toEqual(reason);
  expect(reasonOf(failing, { ...playback, quietMs: 4200 }, time)).toEqual(reason);
  expect(reasonOf({ ...stream, state: "none" }, playback, time)?.headline).toBe("No camera");
});

it("explains the state of a stream that is not live", () => {
  const reason = (part: Partial<StreamInfo>): unknown => reasonOf({ ...stream, ...part }, playback, time);
  expect(reason({ state: "lost", message: "It broke." })).toEqual({
    headline: "Lost 3 s ago",
    detail: "It broke. Trying again…",
  });
  expect(reason({ state: "none", role: "local" })).toEqual({
    headline: "No camera",
    detail: "This side only watches.",
  });
  expect(reason({ state: "waiting" })).toEqual({ headline: "Connecting to Ada", detail: "" });
  expect(reason({ state: "refused" })).toEqual({ headline: "Refused", detail: "No reason was given." });
  expect(reason({ state: "left" })).toMatchObject({ headline: expect.stringMatching(/^Left at \d\d:\d\d$/) });
  expect(reason({ role: "local", state: "lost" })).toMatchObject({
    headline: expect.stringMatching(/^No camera since \d\d:\d\d$/),
  });
});
