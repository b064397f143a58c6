import type { EncodedFrame } from "@framewire/media";
import { describe, expect, it } from "vitest";
import { restartJpeg } from "../../testing/restart-jpeg.ts";
import type { Codec } from "../codec.ts";
import { CodecError } from "../codec-error.ts";
import { psnr } from "../compliance/psnr.ts";
import { decodeOne, encodeOne } from "../compliance/round-trip.ts";
import { testFrame } from "../compliance/test-frame.ts";
import { jpegSharp } from "./jpeg-sharp.ts";
import { jpegTurbo } from "./jpeg-turbo.ts";

const grey = (column: number, row: number) => 20 + 25 * column + 10 * row;

function frameOf(data: Uint8Array, { width, height } = { width: 64, height: 48 }): EncodedFrame {
  return { sequence: 7, timestamp: 0, codec: "jpeg", type: "key", width, height, data };
}

/** libjpeg reads eight bytes ahead, and does not notice fewer than that where blocks are this small. */
const manyStrayBytes = 12;

function restartFrame(strayBytes: number): EncodedFrame {
  return frameOf(restartJpeg({ columns: 8, rows: 6, grey, strayBytes }));
}

describe.each([jpegTurbo as Codec, jpegSharp])("a damaged JPEG through $implementation", (codec) => {
  it("is refused without onWarning", async () => {
    await expect(decodeOne(codec, restartFrame(manyStrayBytes))).rejects.toBeInstanceOf(CodecError);
    expect((await decodeOne(codec, restartFrame(0))).width).toBe(64);
  });

  it("with stray bytes before restart markers is the same image as without, with the library's warning", async () => {
    const warnings: string[] = [];
    const decoder = codec.createDecoder({ onWarning: (message) => warnings.push(message) });
    const clean = await decoder.decode(restartFrame(0));
    expect(warnings).toEqual([]);
    expect(clean.data[0]).toBe(grey(0, 0));
    expect(clean.data.at(-1)).toBe(grey(7, 5));
    // As often as a decoder is tried again that is faster and refuses it.
    for (let i = 0; i < 105; i++) {
      const { data } = await decoder.decode(restartFrame(manyStrayBytes));
      expect(Buffer.compare(data, clean.data)).toBe(0);
    }
    expect(warnings).toEqual(["Corrupt JPEG data: 12 extraneous bytes before marker 0xd1"]);
    expect(Buffer.compare((await decoder.decode(restartFrame(0))).data, clean.data)).toBe(0);
    await decoder.close();
  });

  it("without an end marker is the same image", async () => {
    const frame = testFrame({ subject: "noisy", format: "RGB", width: 160, height: 120 });
    const encoded = await encodeOne(codec, frame);
    const endless = { ...encoded, data: encoded.data.subarray(0, -2) };
    await expect(decodeOne(codec, endless)).rejects.toBeInstanceOf(CodecError);
    expect(psnr(frame.data, (await decodeOne(codec, endless, { onWarning: () => {} })).data)).toBeGreaterThan(29);
  });

  it("that is cut off is decoded up to there, with the library's warning", async () => {
    const warnings: string[] = [];
    const frame = testFrame({ subject: "smooth", format: "RGB", width: 160, height: 120 });
    const encoded = await encodeOne(codec, frame);
    const half = { ...encoded, data: encoded.data.subarray(0, (encoded.data.length + 600) / 2) };
    const decoded = await decodeOne(codec, half, { onWarning: (message) => warnings.push(message) });
    const third = frame.data.length / 3;
    expect(psnr(frame.data.subarray(0, third), decoded.data.subarray(0, third))).toBeGreaterThan(40);
    expect(warnings).toEqual([expect.stringContaining("premature end of data segment")]);
  });

  it("is refused also with onWarning where nothing can be decoded, or its size is another", async () => {
    const decoder = codec.createDecoder({ onWarning: () => {} });
    const { data } = restartFrame(manyStrayBytes);
    for (const bad of [
      frameOf(new Uint8Array(1000)),
      frameOf(data.subarray(0, 60)),
      frameOf(data, { width: 48, height: 64 }),
      frameOf(data, { width: 8, height: 8 }),
      frameOf(Uint8Array.from([0xff, 0xd8, ...data])),
    ]) {
      await expect(decoder.decode(bad)).rejects.toBeInstanceOf(CodecError);
    }
    await decoder.close();
  });
});
