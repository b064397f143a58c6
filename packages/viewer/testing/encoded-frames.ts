/** Encoded frames for tests. */

import { type EncodedFrame, now } from "@framewire/media";
import sharp from "sharp";

/** A grey frame of 64 by 48 pixels that decodes, captured now. */
export async function greyFrame(codec: "jpeg" | "webp", sequence: number): Promise<EncodedFrame> {
  const grey = { r: sequence % 256, g: sequence % 256, b: sequence % 256 };
  const pixels = sharp({ create: { width: 64, height: 48, channels: 3, background: grey } });
  const data = new Uint8Array(await pixels.toFormat(codec).toBuffer());
  return { sequence, timestamp: now(), codec, type: "key", width: 64, height: 48, data };
}

/** A JPEG of noise, which has many bytes for its size. */
export async function noiseJpeg(width: number, height: number): Promise<Uint8Array> {
  const pixels = sharp({
    create: { width, height, channels: 3, background: "grey", noise: { type: "gaussian", mean: 128, sigma: 40 } },
  });
  return new Uint8Array(await pixels.jpeg({ quality: 80 }).toBuffer());
}
