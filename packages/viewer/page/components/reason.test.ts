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
  readers: { count: 0, dropped: 0 },
};
const link = { connected: true, drawn: true, quietMs: 0, problem: undefined };
const time = stream.since + 3000;

it("says nothing while live pictures are seen", () => {
  expect(reasonOf(stream, link, time)).toBeUndefined();
  expect(reasonOf(stream, { ...link, quietMs: 2000 }, time)).toBeUndefined();
});

it("says what stands between the page and a live stream", () => {
  const headline = (part: Partial<typeof link> & { problem?: string }): string | undefined =>
    reasonOf(stream, { ...link, ...part }, time)?.headline;
  expect(headline({ connected: false })).toBe("Connecting…");
  expect(headline({ drawn: false })).toBe("Waiting for the first picture");
  expect(headline({ quietMs: 4200 })).toBe("No new picture for 4 s");
  expect(reasonOf(stream, { ...link, problem: "Broken." }, time)).toEqual({
    headline: "This picture cannot be shown",
    detail: "Broken.",
  });
});

it("says what became of a stream that is not live, whatever is still on the canvas", () => {
  const reason = (part: Partial<StreamInfo>): unknown => reasonOf({ ...stream, ...part }, link, time);
  expect(reason({ state: "lost", message: "It broke." })).toEqual({
    headline: "Lost 3 s ago",
    detail: "It broke. Trying again…",
  });
  expect(reason({ state: "waiting" })).toEqual({ headline: "Connecting to Ada", detail: "" });
  expect(reason({ state: "refused" })).toEqual({ headline: "Refused", detail: "No reason was given." });
  expect(reason({ state: "left" })).toMatchObject({ headline: expect.stringMatching(/^Left at \d\d:\d\d$/) });
  expect(reason({ role: "local", state: "lost" })).toMatchObject({
    headline: expect.stringMatching(/^The camera is gone since \d\d:\d\d$/),
  });
});
