import { describe, expect, it } from "vitest";
import type { LatencyStage } from "./latency-stages.ts";
import { describeQualityLimitation, qualityLimitationOf } from "./quality-limitation.ts";

function limitation(ms: { readonly [S in LatencyStage]?: number }, level = 0, maxLatency = 150_000) {
  const stages = Object.fromEntries(Object.entries(ms).map(([stage, p50]) => [stage, { p50, p95: p50, max: p50 }]));
  return qualityLimitationOf({ level, stages }, maxLatency);
}

describe("what limits the quality", () => {
  it.each([
    ["none", {}],
    ["none", { acquired: 60, encoded: 40, sent: 10, received: 30 }],
    ["other", { acquired: 800, encoded: 5, sent: 1, received: 1 }],
    ["cpu", { acquired: 5, encoded: 400, sent: 1, received: 1 }],
    ["bandwidth", { acquired: 5, encoded: 10, sent: 40, received: 120 }],
  ] as const)("is %s at the best level with %o ms", (reason, stages) => {
    expect(limitation(stages)).toBe(reason);
  });

  it("is the network at a lower level, also with a late source", () => {
    expect(limitation({ acquired: 800 }, 3)).toBe("bandwidth");
  });

  it("depends on the latency target, and is noticed without one, too", () => {
    expect(limitation({ acquired: 800 }, 0, 2_000_000)).toBe("none");
    expect(limitation({ acquired: 100 }, 0, 80_000)).toBe("other");
    expect(limitation({ acquired: 3_000 }, 0, Number.POSITIVE_INFINITY)).toBe("other");
  });

  it("has words for people", () => {
    expect((["none", "cpu", "bandwidth", "other"] as const).map(describeQualityLimitation)).toEqual([
      undefined,
      "encoder slow",
      "network slow",
      "camera late",
    ]);
  });
});
