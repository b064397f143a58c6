import { describe, expect, it } from "vitest";
import { encodeOne } from "../compliance/round-trip.ts";
import { testFrame } from "../compliance/test-frame.ts";
import { estimateQuality } from "./estimate-quality.ts";
import { jpeg } from "./jpeg.ts";

describe("estimateQuality", () => {
  it.each([25, 30, 50, 66, 80, 95])("estimates quality %i from an image's own table", async (quality) => {
    const frame = testFrame({ subject: "noisy", format: "RGB", width: 32, height: 32 });
    const { data } = await encodeOne(jpeg, frame, { quality });
    expect(Math.abs((estimateQuality(data) ?? 0) - quality)).toBeLessThanOrEqual(1);
  });

  it("returns nothing where there is no table", () => {
    expect(estimateQuality(new Uint8Array(100))).toBeUndefined();
    expect(estimateQuality(Uint8Array.of(0xff, 0xd8, 0xff, 0xdb, 0, 67, 0))).toBeUndefined();
  });
});
