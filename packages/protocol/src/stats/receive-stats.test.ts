import type { EncodedFrame } from "@framewire/media";
import { expect, it } from "vitest";
import { ReceiveStats } from "./receive-stats.ts";

it("ages are from capture to reception on one clock, and none is negative", () => {
  const stats = new ReceiveStats();
  const frame: EncodedFrame = {
    ...{ sequence: 1, codec: "jpeg", type: "key", width: 2, height: 2, data: new Uint8Array(2) },
    timestamp: 5_000_000,
  };
  stats.onReceived(frame, 1_040_000, 4_000_000);
  expect(stats.ages(1_040_000)).toMatchObject({ p50: 40, max: 40 });
  const early = new ReceiveStats();
  early.onReceived({ ...frame, timestamp: 7_205_000_000 }, 1_040_000, 4_000_000);
  expect(early.ages(1_040_000)).toMatchObject({ p50: 0, max: 0 });
});
