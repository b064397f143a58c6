import { performance } from "node:perf_hooks";
import type { EncodedFrame } from "@framewire/media";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { Codec } from "./codec.ts";
import { CodecError } from "./codec-error.ts";
import { decodeOne, encodeOne } from "./compliance/round-trip.ts";
import { testFrame } from "./compliance/test-frame.ts";
import { jpegSharp } from "./jpeg/jpeg-sharp.ts";
import { jpegTurbo } from "./jpeg/jpeg-turbo.ts";
import { webp } from "./webp/webp.ts";

/** A frame from another program, by default 16x8. */
function foreign(codec: string, data: Uint8Array, [width, height] = [16, 8]): EncodedFrame {
  return { sequence: 3, timestamp: 4, codec, type: "key", width: width ?? 0, height: height ?? 0, data };
}

const grey = sharp({ create: { width: 16, height: 8, channels: 3, background: "#808080" } });

/** The native codec loads wherever the tests run. */
const turbo = jpegTurbo as Codec;

describe.each([turbo, jpegSharp, webp])("$name through $implementation", (codec) => {
  it("works off the main thread", async () => {
    const frame = testFrame({ subject: "smooth", format: "RGB", width: 1920, height: 1080 });
    const [encoder, decoder] = [codec.createEncoder(), codec.createDecoder()];
    const busy: number[] = [];
    // The minimum of several tries: warm-up and other load on the machine do not count.
    for (let i = 0; i < 6; i++) {
      const before = performance.eventLoopUtilization();
      await decoder.decode(await encoder.encode(frame));
      busy.push(performance.eventLoopUtilization(before).utilization);
    }
    await Promise.all([encoder.close(), decoder.close()]);
    expect(Math.min(...busy)).toBeLessThan(0.4);
  });

  it("refuses an image that is larger than its frame says without decoding it", async () => {
    const size = { width: 1920, height: 1080 };
    const large = await encodeOne(codec, testFrame({ subject: "smooth", format: "RGB", ...size }));
    const decoding = await quickest(() => decodeOne(codec, large));
    const refusing = await quickest(async () => {
      await expect(decodeOne(codec, { ...large, width: 16, height: 16 })).rejects.toThrow("the image is larger");
    });
    expect(refusing).toBeLessThan(decoding / 2);
  });

  it.each([0, 101, 50.5, Number.NaN])("refuses a quality of %d", (quality) => {
    expect(() => codec.createEncoder({ quality })).toThrow(RangeError);
  });

  it.each([0, -1, 0.5, Number.NaN])("refuses a limit of %d pixels", (maxPixels) => {
    expect(() => codec.createDecoder({ maxPixels })).toThrow(RangeError);
  });

  it("writes fewer bytes at a lower quality", async () => {
    const frame = testFrame({ subject: "noisy", format: "RGB", width: 320, height: 240 });
    const sizes = await Promise.all(
      [30, 80].map(async (quality) => (await encodeOne(codec, frame, { quality })).data.length),
    );
    expect(sizes[0]).toBeLessThan((sizes[1] ?? 0) / 1.5);
  });

  it("names the side that is too long for the format", async () => {
    const width = codec === webp ? 16_384 : 65_501;
    const frame = { ...testFrame({ subject: "smooth", format: "RGB", width: 1, height: 1 }), width, sequence: 9 };
    await expect(encodeOne(codec, frame)).rejects.toThrow(`${codec.name}, frame 9: ${width}x1 is more than`);
  });

  it("opens no other format, even where sharp can", async () => {
    const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="16" height="8"/>');
    expect((await sharp(svg).metadata()).format).toBe("svg");
    await expect(decodeOne(codec, foreign(codec.name, svg))).rejects.toThrow(
      `${codec.name}, frame 3: the data does not start as ${codec.name} does.`,
    );
  });
});

describe.each([turbo, jpegSharp])("images of other programs through $implementation", (jpeg) => {
  it.each([
    ["a grey JPEG", "jpeg", () => grey.clone().toColourspace("b-w").jpeg().toBuffer()],
    ["a CMYK JPEG", "jpeg", () => grey.clone().toColourspace("cmyk").jpeg().toBuffer()],
    [
      "a progressive 4:4:4 JPEG",
      "jpeg",
      () => grey.clone().jpeg({ progressive: true, chromaSubsampling: "4:4:4" }).toBuffer(),
    ],
    ["a WebP with alpha", "webp", () => grey.clone().ensureAlpha(0.5).webp().toBuffer()],
    ["a lossless WebP", "webp", () => grey.clone().webp({ lossless: true }).toBuffer()],
  ] as const)("%s is decoded to RGB", async (_what, name, make) => {
    const codec = name === "jpeg" ? jpeg : webp;
    const { format, width, height, data } = await decodeOne(codec, foreign(name, await make()));
    expect({ format, width, height, length: data.length }).toEqual({
      format: "RGB",
      width: 16,
      height: 8,
      length: 384,
    });
    for (const sample of data) expect(Math.abs(sample - 0x80)).toBeLessThan(16);
  });

  it("the Exif orientation of a WebP is ignored, as browsers do", async () => {
    const data = await grey.clone().withMetadata({ orientation: 6 }).webp().toBuffer();
    expect(await decodeOne(webp, foreign("webp", data))).toMatchObject({ width: 16, height: 8 });
  });

  it("junk after the end, as some cameras send it, is ignored", async () => {
    const data = Buffer.concat([await grey.clone().jpeg().toBuffer(), Buffer.from("\r\n\0\0junk")]);
    expect(await decodeOne(jpeg, foreign("jpeg", data))).toMatchObject({ width: 16, height: 8 });
  });

  it("an error has the library's error as its cause", async () => {
    const data = await grey.clone().jpeg().toBuffer();
    data.fill(0, 20, data.length - 2);
    const error = await decodeOne(jpeg, foreign("jpeg", data)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CodecError);
    expect(error).toMatchObject({ codec: "jpeg", sequence: 3, cause: expect.any(Error) });
    expect(String(error)).toMatch(/^CodecError: jpeg, frame 3: the image is damaged or cut short: .+\.$/);
  });
});

/** The minimum of three times in milliseconds, so that other load on the machine does not count. */
async function quickest(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}
