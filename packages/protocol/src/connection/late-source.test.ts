import { type EncodedFrame, now, sleep } from "@framewire/media";
import { until } from "test-support/until";
import { afterEach, expect, it } from "vitest";
import { testFrame } from "../../testing/frames.ts";
import { connectedPair } from "../../testing/pair.ts";
import { throttled } from "../../testing/throttled.ts";
import { memoryTransports } from "../transports/memory.ts";
import type { Connection, SimulcastSource } from "./connection.ts";

const open: Connection[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((connection) => connection.close()));
});

/** A camera that gives each frame 800 ms after its capture, in levels of half the size. Reports the levels it was asked for. */
function lateCamera(bytes: number): { readonly simulcast: SimulcastSource; readonly levels: number[] } {
  const ladder = [1, 0.5, 0.25, 0.125].map((relativeBytes) => ({ relativeBytes }));
  const levels: number[] = [];
  async function* frames(level: () => number): AsyncGenerator<EncodedFrame> {
    for (let sequence = 1; ; sequence++) {
      const current = level();
      levels.push(current);
      yield { ...testFrame(sequence, bytes / 2 ** current), level: current, timestamp: now() - 800_000 };
      await sleep(50);
    }
  }
  return {
    simulcast: {
      ladder,
      subscribe:
        (_, { level }) =>
        () =>
          frames(level),
    },
    levels,
  };
}

async function play(simulcast: SimulcastSource, transports = memoryTransports()) {
  const [sender, receiver] = await connectedPair(transports, { maxLatencyMs: 150 });
  open.push(sender, receiver);
  void sender.send(simulcast);
  void (async () => {
    for await (const _ of receiver.frames);
  })();
  return { sender, receiver };
}

it("a source that is 800 ms late keeps the best level on an idle link, and both sides say why frames are old", async () => {
  const { simulcast, levels } = lateCamera(2_000);
  const { sender, receiver } = await play(simulcast);
  await until(() => levels.length > 40 && receiver.stats().ageMs !== undefined);
  expect(new Set(levels)).toEqual(new Set([0]));
  const [{ sent }, { received, ageMs }] = [sender.stats(), receiver.stats()];
  expect(ageMs?.p50).toBeGreaterThan(790);
  expect(sent.stages.acquired?.p50).toBeGreaterThanOrEqual(800);
  expect([sent.qualityLimitationReason, received.qualityLimitationReason]).toEqual(["other", "other"]);
});

it("the level of the same source still falls on a slow link, and both sides name the network", async () => {
  const { simulcast } = lateCamera(60_000);
  const [a, b] = memoryTransports();
  // A frame of the best level takes 200 ms, and the next is captured after 50.
  const { sender, receiver } = await play(simulcast, [a, throttled(b, 300)]);
  await until(() => sender.level >= 2);
  await until(() => receiver.stats().received.level >= 2);
  expect(sender.stats().sent.qualityLimitationReason).toBe("bandwidth");
  expect(receiver.stats().received.qualityLimitationReason).toBe("bandwidth");
});
