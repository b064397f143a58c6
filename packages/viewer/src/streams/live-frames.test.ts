import { type EncodedFrame, now } from "@framewire/media";
import { type Connection, memoryTransports, openConnection } from "@framewire/protocol";
import { until } from "test-support/until";
import { expect, it } from "vitest";
import { createFeed, freshFrame } from "../../testing/feed.ts";
import { liveFrames } from "./live-frames.ts";

/** A connection with another offset between the two clocks. */
function withClockOffset(connection: Connection, offset: number | undefined): Connection {
  return { ...connection, stats: () => ({ ...connection.stats(), clockOffsetUs: offset }) };
}

async function pair(): Promise<[Connection, Connection]> {
  const [a, b] = memoryTransports();
  return Promise.all([openConnection(a, { codecs: ["jpeg"] }), openConnection(b, { codecs: ["jpeg"] })]);
}

/** Sends one frame and returns what a viewer receives. */
async function through(frame: EncodedFrame, offset: number | undefined): Promise<EncodedFrame | undefined> {
  const [sender, receiver] = await pair();
  const feed = createFeed();
  void sender.send(feed.frames);
  const leaving = new AbortController();
  const next = liveFrames(withClockOffset(receiver, offset))({ signal: leaving.signal })[Symbol.asyncIterator]().next();
  await until(() => feed.opened === 1);
  feed.push(frame);
  const { value } = await next;
  leaving.abort();
  await sender.close();
  return value;
}

it("converts all times to this machine's clock, and removes the level", async () => {
  const offset = -5_000_000;
  const captured = now();
  const frame = {
    ...freshFrame(3),
    timestamp: captured + offset,
    level: 2,
    times: { encoded: captured + offset + 40 },
  };
  const seen = await through(frame, offset);
  expect(seen).toMatchObject({ sequence: 3, codec: "jpeg", timestamp: captured, times: { encoded: captured + 40 } });
  expect(seen?.level).toBeUndefined();
  const { received = 0, sent = 0, queued = 0 } = seen?.times ?? {};
  expect(received).toBeGreaterThanOrEqual(captured);
  // The sender sets these two times. In this test it has the clock of this process.
  expect(sent + offset).toBeGreaterThanOrEqual(captured);
  expect(queued).toBeLessThanOrEqual(sent);
});

it("counts a frame as captured on arrival until the clocks are compared", async () => {
  const seen = await through({ ...freshFrame(1), timestamp: 17 }, undefined);
  expect(seen?.timestamp).toBe(seen?.times?.received);
  expect(seen?.times).toMatchObject({ encoded: undefined, queued: undefined, sent: undefined });
});

it("counts a frame as captured on arrival where the peer says that it is from the future", async () => {
  const seen = await through({ ...freshFrame(1), timestamp: now() + 7_200_000_000 }, 0);
  expect(seen?.timestamp).toBe(seen?.times?.received);
});

it("yields frames that their connection recognises in mark()", async () => {
  const [sender, receiver] = await pair();
  const feed = createFeed();
  void sender.send(feed.frames);
  const next = liveFrames(receiver)()[Symbol.asyncIterator]().next();
  await until(() => feed.opened === 1);
  feed.push(freshFrame(1));
  const { value } = await next;
  receiver.mark(value as EncodedFrame, "shown");
  expect(receiver.stats().received.stages.shown).toMatchObject({ p50: expect.any(Number) });
  await sender.close();
});
