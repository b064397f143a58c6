import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { Codec } from "../codec.ts";
import { CodecError } from "../codec-error.ts";
import { psnr } from "../compliance/psnr.ts";
import { decodeOne, encodeOne } from "../compliance/round-trip.ts";
import { testFrame } from "../compliance/test-frame.ts";
import { jpegSharp } from "./jpeg-sharp.ts";
import { jpegTurbo } from "./jpeg-turbo.ts";

const turbo = jpegTurbo as Codec;
const size = { width: 160, height: 120 };
const frame = testFrame({ subject: "noisy", format: "RGB", ...size });

describe("jpegTurbo", () => {
  it("refuses an image truncated at any length", async () => {
    const encoded = await encodeOne(turbo, frame);
    const decoder = turbo.createDecoder();
    for (let length = 0; length < encoded.data.length; length += 37) {
      // With an end marker added, so that only the library can detect it.
      const data = Uint8Array.from([...encoded.data.subarray(0, length), 0xff, 0xd9]);
      await expect(decoder.decode({ ...encoded, data })).rejects.toBeInstanceOf(CodecError);
    }
    await decoder.close();
  });

  it("rejects with a CodecError or decodes to the right size, whichever byte of the header is damaged", async () => {
    const encoded = await encodeOne(turbo, frame);
    const decoder = turbo.createDecoder();
    for (let at = 2; at < 640; at++) {
      const data = encoded.data.slice();
      data[at] = (data[at] as number) ^ 0x5a;
      const outcome = await decoder.decode({ ...encoded, data }).catch((error: unknown) => error);
      if (!(outcome instanceof CodecError)) expect(outcome).toMatchObject({ ...size, format: "RGB" });
    }
    expect(psnr(frame.data, (await decoder.decode(encoded)).data)).toBeGreaterThan(29);
    await decoder.close();
  });

  it("is as good as sharp at encoding, and within half a decibel at decoding", async () => {
    const [ours, theirs] = [await encodeOne(turbo, frame), await encodeOne(jpegSharp, frame)];
    const quality = async (codec: Codec, encoded: typeof ours) =>
      psnr(frame.data, (await decodeOne(codec, encoded)).data);
    const reference = await quality(jpegSharp, theirs);
    expect(Math.abs((await quality(jpegSharp, ours)) - reference)).toBeLessThan(0.1);
    expect(Math.abs((await quality(turbo, ours)) - reference)).toBeLessThan(0.5);
    expect(ours.data.length / theirs.data.length).toBeCloseTo(1, 1);
  });

  it.each(["4:4:4", "4:2:0"])("decodes %s of other programs, and grey, as sharp does", async (chromaSubsampling) => {
    const image = sharp(frame.data, { raw: { ...size, channels: 3 } });
    for (const made of [image.clone().jpeg({ chromaSubsampling }), image.clone().toColourspace("b-w").jpeg()]) {
      const encoded = { ...(await encodeOne(turbo, frame)), data: new Uint8Array(await made.toBuffer()) };
      const [ours, theirs] = [await decodeOne(turbo, encoded), await decodeOne(jpegSharp, encoded)];
      expect(psnr(ours.data, theirs.data)).toBeGreaterThan(38);
    }
  });

  it("reuses the memory of a closed frame, and of no other", async () => {
    const encoded = await encodeOne(turbo, frame);
    const decoder = turbo.createDecoder();
    const first = await decoder.decode(encoded);
    const second = await decoder.decode(encoded);
    expect(second.data.buffer).not.toBe(first.data.buffer);
    first.close?.();
    first.close?.();
    const [third, fourth] = [await decoder.decode(encoded), await decoder.decode(encoded)];
    expect(third.data.buffer).toBe(first.data.buffer);
    expect([first, second].map(({ data }) => data.buffer)).not.toContain(fourth.data.buffer);
    expect(psnr(frame.data, third.data)).toBeGreaterThan(29);
    await decoder.close();
  });

  it("returns encoded frames that the next one does not change", async () => {
    const encoder = turbo.createEncoder();
    const first = await encoder.encode(frame);
    const copy = first.data.slice();
    await encoder.encode(testFrame({ subject: "smooth", format: "BGR", ...size }));
    expect(first.data).toEqual(copy);
    // Its buffer has only the frame.
    expect(first.data.buffer.byteLength).toBe(first.data.length);
    await encoder.close();
  });
});
