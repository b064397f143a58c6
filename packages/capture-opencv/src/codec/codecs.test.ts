import { execFileSync } from "node:child_process";
import { performance } from "node:perf_hooks";
import { jpegSharp } from "@framewire/codec";
import { codecChecks, psnr } from "@framewire/codec/compliance";
import type { EncodedFrame } from "@framewire/media";
import { describe, expect, it } from "vitest";
import { hue, profiled, redAndBlue, turned } from "../../testing/jpeg.ts";
import { needsOpenCV } from "../../testing/needs.ts";
import { openCVVersion } from "../binding/load-opencv.ts";
import { opencvJpeg, opencvWebp } from "./codecs.ts";

const { skip, because } = needsOpenCV();

describe.skipIf(skip)(`opencvJpeg complies${because}`, () => {
  for (const check of codecChecks(opencvJpeg, { psnr: { smooth: 44, noisy: 29 } })) it(check.name, check.run);
});

describe.skipIf(skip)(`opencvWebp complies${because}`, () => {
  for (const check of codecChecks(opencvWebp, { psnr: { smooth: 43, noisy: 32 } })) it(check.name, check.run);
});

describe.skipIf(skip)(`OpenCV's codecs${because}`, () => {
  const gradient = Uint8Array.from({ length: 64 * 48 * 3 }, (_, i) => 40 + (i % 3) * 60 + i / 120);
  const frame = { sequence: 1, timestamp: 2, format: "RGB", width: 64, height: 48, data: gradient } as const;

  it("interoperate with other codecs in both directions", async () => {
    const [ours, other] = [opencvJpeg.createEncoder(), jpegSharp.createEncoder()];
    const written: EncodedFrame[] = [await ours.encode(frame), await other.encode(frame)];
    for (const [codec, encoded] of [
      [jpegSharp, written[0]],
      [opencvJpeg, written[1]],
    ] as const) {
      const decoder = codec.createDecoder();
      expect(psnr(gradient, (await decoder.decode(encoded as EncodedFrame)).data)).toBeGreaterThan(35);
      await decoder.close();
    }
    await Promise.all([ours.close(), other.close()]);
  });

  it("decode a JPEG upright, also with a colour profile", async () => {
    const decoder = opencvJpeg.createDecoder();
    const lying = turned(await redAndBlue(64, 32));
    for (const frame of [lying, profiled(lying)]) {
      const { width, height, data } = await decoder.decode(frame);
      expect([width, height]).toEqual([32, 64]);
      expect([16, 48].map((row) => hue(data.subarray(3 * width * row)))).toEqual([1, -1]);
    }
    await decoder.close();
  });

  it("refuse an image whose header has a larger size than its frame", async () => {
    for (const codec of [opencvJpeg, opencvWebp]) {
      const [encoder, decoder] = [codec.createEncoder(), codec.createDecoder()];
      const encoded = await encoder.encode(frame);
      await expect(decoder.decode({ ...encoded, width: 8, height: 8 })).rejects.toThrow(
        "its frame says 8x8, but the image is larger.",
      );
      await Promise.all([encoder.close(), decoder.close()]);
    }
  });

  it("do not work on the main thread", async () => {
    const data = new Uint8Array(1920 * 1080 * 3).map((_, i) => (i * i) >> 7);
    const [encoder, decoder] = [opencvJpeg.createEncoder(), opencvJpeg.createDecoder()];
    const large = { ...frame, width: 1920, height: 1080, data };
    const busy: number[] = [];
    for (let i = 0; i < 6; i++) {
      const before = performance.eventLoopUtilization();
      await decoder.decode(await encoder.encode(large));
      busy.push(performance.eventLoopUtilization(before).utilization);
    }
    await Promise.all([encoder.close(), decoder.close()]);
    expect(Math.min(...busy)).toBeLessThan(0.4);
  });

  it("and the source write nothing to standard output", () => {
    const code = `import { opencv, opencvJpeg, openCVVersion } from ${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)};
      const data = new Uint8Array(48);
      const encoder = opencvJpeg.createEncoder();
      const encoded = await encoder.encode({ sequence: 0, timestamp: 0, format: "BGR", width: 4, height: 4, data });
      encoded.data.fill(0, 20, -2);
      await opencvJpeg.createDecoder().decode(encoded).catch(() => {});
      const stop = new AbortController();
      const log = { debug() {}, info() {}, warn() { stop.abort(); }, error() {} };
      for await (const _ of opencv(97, { log })({ signal: stop.signal })) {}
      process.stdout.write("OpenCV " + openCVVersion());`;
    const output = execFileSync(process.execPath, ["--input-type=module", "--eval", code], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    expect(output).toBe(`OpenCV ${openCVVersion()}`);
    expect(output).toMatch(/^OpenCV 4\.\d+\.\d+$/);
  });
});
