import { describe, expect, it } from "vitest";
import { createLatencyStageMeter } from "./latency-stages.ts";

describe("the latency stage meter", () => {
  it("omits a stage whose times are not known", () => {
    const meter = createLatencyStageMeter();
    meter.add("encoded", undefined, 5, 5);
    meter.add("sent", 5, undefined, 5);
    expect(meter.read(5)).toEqual({});
  });

  it("reads milliseconds, in the order of the stages", () => {
    const meter = createLatencyStageMeter();
    for (let frame = 1; frame <= 20; frame++) {
      const at = frame * 33_000;
      meter.add("received", at, at + frame * 1_000, at);
      meter.add("encoded", at, at + 2_500, at);
    }
    const stages = meter.read(660_000);
    expect(Object.keys(stages)).toEqual(["encoded", "received"]);
    expect(stages.encoded).toEqual({ p50: 2.5, p95: 2.5, max: 2.5 });
    expect(stages.received).toEqual({ p50: 10, p95: 19, max: 20 });
  });

  it("reads 0 where two clocks make a time negative", () => {
    const meter = createLatencyStageMeter();
    meter.add("received", 2_000, 1_000, 2_000);
    expect(meter.read(2_000).received).toEqual({ p50: 0, p95: 0, max: 0 });
  });

  it("forgets a value after five seconds", () => {
    const meter = createLatencyStageMeter();
    meter.add("consumed", 0, 9_000, 1_000_000);
    meter.add("consumed", 0, 1_000, 4_000_000);
    expect(meter.read(6_000_000).consumed?.max).toBe(9);
    expect(meter.read(6_000_001).consumed?.max).toBe(1);
    expect(meter.read(9_000_001)).toEqual({});
  });
});
