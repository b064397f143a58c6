import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Codec, CodecError } from "@framewire/codec";
import { codecChecks, deltaCodecChecks } from "@framewire/codec/compliance";
import { describe, expect, it } from "vitest";
import { nalUnits } from "../bitstream/annex-b.ts";
import { h264 } from "./h264.ts";

/** The native library loads wherever the tests run. */
const codec = h264 as Codec;

const promises = { psnr: { smooth: 36, noisy: 28 }, marksEnd: false };

describe("h264", () => {
  const checks = [...codecChecks(codec, promises), ...deltaCodecChecks(codec, promises)];
  for (const { name, run } of checks) it(name, run);

  it("writes parameter sets in band with each key frame, and none with a delta frame", async () => {
    const encoder = codec.createEncoder();
    const types: number[][] = [];
    for (const keyFrame of [false, false, true]) {
      const { data } = await encoder.encode(grey(32, 32), { keyFrame });
      types.push([...nalUnits(data)].map((unit) => (unit[0] ?? 0) & 31));
    }
    await encoder.close();
    // 7 and 8 are the parameter sets, 5 a slice of an IDR frame, 1 another slice.
    for (const key of [types[0], types[2]]) expect(key?.filter((type) => type !== 6)).toEqual([7, 8, 5]);
    expect(types[1]).toEqual([1]);
  });

  it.each([0, -1, 1.5, Number.NaN, 1e12])("refuses a budget of %d bytes", async (maxBytes) => {
    const encoder = codec.createEncoder();
    const encoding = encoder.encode(grey(32, 32), { maxBytes });
    await expect(encoding).rejects.toMatchObject({ name: "CodecError", message: /maxBytes is .* give a whole number/ });
    await encoder.close();
  });

  it("begins again with a key frame after a frame that cannot be encoded", async () => {
    const encoder = codec.createEncoder();
    await encoder.encode(grey(32, 32));
    const wide = { ...grey(1, 1), width: 8194, data: new Uint8Array(8194 * 3) };
    await expect(encoder.encode(wide)).rejects.toThrow("h264, frame 1: 8194x1 is more than the 8192 pixels a side");
    expect((await encoder.encode(grey(32, 32))).type).toBe("delta");
    await encoder.close();
  });

  it("refuses a key frame that is larger than it says before a decoder sees it", async () => {
    const encoder = codec.createEncoder();
    const encoded = await encoder.encode(grey(640, 480));
    await encoder.close();
    const decoder = codec.createDecoder({ maxPixels: 64 * 64 });
    const error: CodecError = await decoder.decode({ ...encoded, width: 64, height: 64 }).catch((reason) => reason);
    expect(error.message).toBe("h264, frame 1: its frame says 64x64, but the image is larger.");
    await decoder.close();
  });

  it("survives mutated frames in a process of its own, with bounded memory, and then decodes valid ones", async () => {
    const script = join(import.meta.dirname, "../../testing/decode-mutations.js");
    for (const seed of [1, 2]) {
      const { stdout } = await promisify(execFile)(process.execPath, [script, String(seed), "600"], {
        timeout: 50_000,
      });
      const { decoded, refused, other, recovered, rss } = JSON.parse(stdout);
      expect(decoded + refused).toBe(600);
      expect(refused).toBeGreaterThan(100);
      expect({ other, recovered }).toEqual({ other: 0, recovered: true });
      expect(rss).toBeLessThan(400e6);
    }
  });
});

/** A grey frame. */
function grey(width: number, height: number): Parameters<ReturnType<Codec["createEncoder"]>["encode"]>[0] {
  return {
    sequence: 1,
    timestamp: 1,
    format: "RGB",
    width,
    height,
    data: new Uint8Array(width * height * 3).fill(128),
  };
}
