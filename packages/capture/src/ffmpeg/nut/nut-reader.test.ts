import { describe, expect, it } from "vitest";
import { createNutReader, type NutEvent } from "./nut-reader.ts";

/** A number in NUT: seven bits per byte, most significant first. */
function number(value: number): number[] {
  return value < 128 ? [value] : [...number(Math.floor(value / 128)).map((byte) => byte | 128), value % 128];
}

function header(code: string, ...body: readonly number[]): Buffer {
  return Buffer.concat([Buffer.from(code, "hex"), Uint8Array.from([...number(body.length + 4), ...body, 0, 0, 0, 0])]);
}

function text(letters: string): number[] {
  return [letters.length, ...Buffer.from(letters)];
}

interface Stream {
  readonly rate?: string;
  readonly timeBase?: readonly [num: number, den: number];
  readonly ptsBits?: number;
  readonly elided?: readonly number[];
}

/** A stream of one frame of five bytes at tick 2 with all fields coded. */
function stream({ rate = "25/1", timeBase = [1, 25], ptsBits = 7, elided = [] }: Stream = {}): Buffer {
  const codes = [...number(4096), 6, 1, 1, 0, 0, 0, ...number(255)];
  const left = elided.length > 0 ? [1, elided.length, ...elided] : [0];
  const sides = [...number(64), ...number(48)];
  return Buffer.concat([
    Buffer.from("nut/multimedia container\0"),
    header("4e4d7a561f5f04ad", 3, 1, 100, 1, ...timeBase.flatMap(number), ...codes, ...left),
    header("4e5311405bf2f9db", 0, 0, 4, ...Buffer.from("MJPG"), 0, ...number(ptsBits), 1, 0, 0, 0, ...sides, 1, 1, 0),
    header("4e49ab68b596ba78", 0, 0, 0, 0, 1, ...text("r_frame_rate"), 2, ...text(rate)),
    header("4e4be4adeeca4569", 0, 0),
    Uint8Array.from([0, ...number(8 + 32 + 1024), 2, 5, elided.length > 0 ? 1 : 0]),
    Uint8Array.of(1, 2, 3, 4, 5).subarray(elided.length),
  ]);
}

function read(bytes: Buffer): readonly NutEvent[] {
  return createNutReader({ maxFrameBytes: 1000 }).push(bytes, 7);
}

describe("a NUT stream", () => {
  it("returns frames, with the bytes that they omit", () => {
    expect(read(stream())).toEqual([
      { kind: "stream", tag: "MJPG", width: 64, height: 48, fps: 25, pixelAspect: 1, reorderedFrames: 0 },
      { kind: "frame", pts: 80_000, arrived: 7, data: Buffer.of(1, 2, 3, 4, 5) },
    ]);
    expect(read(stream({ elided: [9, 8] })).at(-1)).toMatchObject({ data: Buffer.of(9, 8, 3, 4, 5) });
  });

  it("has no rate where the headers have no valid frame rate", () => {
    expect(read(stream({ rate: "30000/1001" }))[0]).toMatchObject({ fps: 30_000 / 1001 });
    for (const rate of ["-25/5", "25/-5", "0/1", "25/0", "90000/1", "25", "x", ""]) {
      expect(read(stream({ rate }))[0]).toMatchObject({ fps: undefined });
    }
  });

  it("is refused where its times are not finite numbers", () => {
    for (const timeBase of [
      [0, 25],
      [1, 0],
    ] as const) {
      expect(() => read(stream({ timeBase }))).toThrow("The NUT stream has a time base of zero.");
    }
    expect(read(stream({ ptsBits: 15 }))).toHaveLength(2);
    expect(() => read(stream({ ptsBits: 16 }))).toThrow("The NUT stream encodes times with too many bits.");
    expect(() => read(stream({ ptsBits: 2000 }))).toThrow("The NUT stream encodes times with too many bits.");
  });
});
