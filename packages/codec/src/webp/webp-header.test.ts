import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { readWebpHeader } from "./webp-header.ts";

const image = sharp({ create: { width: 317, height: 205, channels: 3, background: "#8090a0" } });

describe("readWebpHeader", () => {
  it.each([
    ["lossy", () => image.clone().webp()],
    ["lossless", () => image.clone().webp({ lossless: true })],
    ["extended (with alpha)", () => image.clone().ensureAlpha(0.5).webp()],
  ] as const)("reads the size and the length of a %s WebP", async (_what, make) => {
    const data = await make().toBuffer();
    expect(readWebpHeader(data)).toEqual({ width: 317, height: 205, hasIccProfile: false, bytes: data.length });
  });

  it("returns whether there is a colour profile", async () => {
    const data = await image.clone().withIccProfile("p3").webp().toBuffer();
    expect(readWebpHeader(data)).toMatchObject({ width: 317, height: 205, hasIccProfile: true });
  });

  it("returns nothing for a lossy WebP whose sides are 0", async () => {
    const data = await image.clone().webp().toBuffer();
    for (const side of [26, 28]) {
      const empty = Uint8Array.from(data);
      empty.fill(0, side, side + 2);
      expect(readWebpHeader(empty)).toBeUndefined();
    }
  });

  it("returns nothing for data that is too short or not WebP", async () => {
    const data = await image.clone().webp().toBuffer();
    expect(readWebpHeader(data.subarray(0, 29))).toBeUndefined();
    expect(readWebpHeader(new Uint8Array(100))).toBeUndefined();
  });
});
