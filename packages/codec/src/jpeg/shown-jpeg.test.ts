import type { EncodedFrame } from "@framewire/media";
import sharp, { type Sharp } from "sharp";
import { describe, expect, it } from "vitest";
import type { Codec } from "../codec.ts";
import { CodecError } from "../codec-error.ts";
import { psnr } from "../compliance/psnr.ts";
import { decodeOne } from "../compliance/round-trip.ts";
import { testFrame } from "../compliance/test-frame.ts";
import { jpegSharp } from "./jpeg-sharp.ts";
import { jpegTurbo } from "./jpeg-turbo.ts";

const [width, height] = [160, 96];
const frame = testFrame({ subject: "smooth", format: "RGB", width, height });
const image = sharp(frame.data, { raw: { width, height, channels: 3 } });

async function encoded(made: Sharp, size: { readonly width: number; readonly height: number }) {
  const data = new Uint8Array(await made.jpeg({ quality: 95 }).toBuffer());
  return { sequence: 3, timestamp: 0, codec: "jpeg", type: "key", ...size, data } satisfies EncodedFrame;
}

describe.each([jpegTurbo as Codec, jpegSharp])("a JPEG through $implementation", (codec) => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "is upright with Exif orientation %i, and has the size of that",
    async (orientation) => {
      const size = orientation < 5 ? { width, height } : { width: height, height: width };
      const turned = await encoded(image.clone().withMetadata({ orientation }), size);
      const shown = await sharp(turned.data).autoOrient().removeAlpha().raw().toBuffer();
      for (const options of [{}, { onWarning: () => {} }]) {
        const decoded = await decodeOne(codec, turned, options);
        expect(decoded).toMatchObject(size);
        expect(psnr(shown, decoded.data)).toBeGreaterThan(38);
      }
      const stored = { ...turned, width, height };
      if (orientation >= 5) await expect(decodeOne(codec, stored)).rejects.toBeInstanceOf(CodecError);
    },
  );

  it("has the colours of its profile in sRGB", async () => {
    const inside = sharp({ create: { width, height, channels: 3, background: "rgb(200, 80, 60)" } });
    const wide = await encoded(inside.clone().withIccProfile("p3"), { width, height });
    // The profile makes other numbers of the same colour.
    const stored = await sharp(wide.data, { ignoreIcc: true }).raw().toBuffer();
    expect(Math.abs((stored[0] ?? 0) - 200)).toBeGreaterThan(8);
    const { data } = await decodeOne(codec, wide);
    for (const [i, value] of [200, 80, 60].entries()) expect(Math.abs((data[i] ?? 0) - value)).toBeLessThan(5);
  });
});
