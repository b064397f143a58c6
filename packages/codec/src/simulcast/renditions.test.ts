import type { EncodedFrame, VideoFrame } from "@framewire/media";
import { now } from "@framewire/media";
import { until } from "test-support/until";
import { describe, expect, it } from "vitest";
import { collect } from "../../testing/collect.ts";
import { manualSource, settled } from "../../testing/manual-source.ts";
import type { Codec } from "../codec.ts";
import { encodeOne } from "../compliance/round-trip.ts";
import { picture } from "../compliance/test-frame.ts";
import { jpeg } from "../jpeg/jpeg.ts";
import type { Rendition } from "../ladder/ladder.ts";
import { createSimulcast } from "./create-simulcast.ts";

const levels: readonly Rendition[] = [
  { quality: 80, scale: 1, relativeBytes: 1 },
  { quality: 50, scale: 1, relativeBytes: 0.6 },
  { quality: 50, scale: 0.5, relativeBytes: 0.2 },
];

function pixels(sequence: number): VideoFrame {
  return { sequence, timestamp: 0, format: "RGB", width: 64, height: 32, data: new Uint8Array(64 * 32 * 3) };
}

function coded(codec: string, sequence: number): EncodedFrame {
  return { sequence, timestamp: 0, codec, type: "key", width: 64, height: 32, data: new Uint8Array(3) };
}

/** A codec that writes down what it does. `gates` hold the encoders of a quality up until they are opened. */
function testCodec(gates: Readonly<Record<number, Promise<void>>> = {}) {
  const used = { encoded: [] as string[], decoded: [] as number[], opened: [] as number[], closed: [] as number[] };
  const pictures = { given: 0, closed: 0 };
  const codec: Codec = {
    name: "a",
    createEncoder({ quality = 0 } = {}) {
      used.opened.push(quality);
      return {
        async encode({ sequence, width, height }) {
          used.encoded.push(`${sequence} at ${quality}, ${width}x${height}`);
          await gates[quality];
          return { ...coded("a", sequence), width, height };
        },
        async close() {
          used.closed.push(quality);
        },
      };
    },
    createDecoder: () => ({
      async decode({ sequence }) {
        used.decoded.push(sequence);
        pictures.given++;
        return { ...pixels(sequence), close: () => pictures.closed++ };
      },
      async close() {},
    }),
  };
  return { codec, used, pictures };
}

function deferred(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve: () => resolve() };
}

const numbers = (frames: readonly EncodedFrame[]) => frames.map(({ sequence }) => sequence);

describe("the levels of createEncodings", () => {
  it("are a ladder from the quality, or those that are given", () => {
    const { source } = manualSource();
    expect(createSimulcast(source, [jpeg]).ladder[0]).toEqual({ quality: 80, scale: 1, share: 1 });
    expect(createSimulcast(source, [jpeg], { quality: 61 }).ladder[0]?.quality).toBe(61);
    expect(createSimulcast(source, [jpeg], { ladder: levels }).ladder).toBe(levels);
    expect(() => createSimulcast(source, [jpeg], { ladder: [] })).toThrow(RangeError);
    expect(() => createSimulcast(source, [jpeg], { quality: 0 })).toThrow(RangeError);
  });

  it("are encoded once for all who want them, and only those that somebody wants", async () => {
    const { codec, used } = testCodec();
    const { source, give, end } = manualSource();
    const encodings = createSimulcast(source, [codec], { ladder: levels });
    const wanted = [0, 1, 1, 0, 1];
    const readers = wanted.map((level) => collect(encodings.subscribe(["a"], { level: () => level })()));
    const plain = collect(encodings.subscribe(["a"])());
    await settled();
    const before = now();
    await give(pixels(0));
    await give(pixels(1));
    await end();
    await Promise.all([...readers, plain].map(({ ended }) => ended));
    expect(used.encoded.toSorted()).toEqual(["0 at 50, 64x32", "0 at 80, 64x32", "1 at 50, 64x32", "1 at 80, 64x32"]);
    for (const [i, { list }] of readers.entries()) {
      expect(list.map((frame) => frame.level ?? 0)).toEqual([wanted[i], wanted[i]]);
      expect(list).toEqual((wanted[i] === 0 ? plain : readers[1])?.list);
      expect(list[0]?.times?.encoded).toBeGreaterThanOrEqual(before);
      expect(list[0]?.times?.encoded).toBeLessThanOrEqual(now());
    }
    expect(readers[1]?.list[1]).toBe(readers[2]?.list[1]);
    expect(encodings.stats()).toEqual([
      { codec: "a", level: 0, encoded: 2, dropped: 0, failed: 0 },
      { codec: "a", level: 1, encoded: 2, dropped: 0, failed: 0 },
    ]);
    expect(used.closed.toSorted()).toEqual([50, 80]);
  });

  it.each([
    [-1, 0],
    [Number.NaN, 0],
    [1.9, 1],
    [2, 2],
    [99, 2],
    [Number.POSITIVE_INFINITY, 2],
  ])("take %d for level %i", async (asked, level) => {
    const { source, give, end } = manualSource();
    const reader = collect(
      createSimulcast(source, [testCodec().codec], { ladder: levels }).subscribe(["a"], { level: () => asked })(),
    );
    await settled();
    await give(pixels(0));
    if (level === 2) await until(() => reader.list.length === 1);
    await end();
    await reader.ended;
    expect(reader.list[0]?.level ?? 0).toBe(level);
  });

  it("leave a camera's own frames untouched at the top, and decode them once below it", async () => {
    const { codec, used, pictures } = testCodec();
    const { source, give, end } = manualSource();
    const encodings = createSimulcast(source, [codec], { ladder: levels });
    let level = 0;
    const [untouched, first, second] = [() => 0, () => level, () => 2 * level].map((asked) =>
      collect(encodings.subscribe(["a"], { level: asked })()),
    );
    await settled();
    const frames = [coded("a", 0), coded("a", 1), coded("a", 2)] as const;
    await give(frames[0]);
    expect(used).toMatchObject({ opened: [], decoded: [] });
    level = 1;
    await give(frames[1]);
    await until(() => second?.list.length === 2 && pictures.closed === 1);
    level = 0;
    await give(frames[2]);
    await end();
    expect(untouched?.list).toEqual(frames);
    for (const [i, frame] of frames.entries()) expect(untouched?.list[i]).toBe(frame);
    expect(first?.list[0]).toBe(frames[0]);
    expect(first?.list[2]).toBe(frames[2]);
    expect(first?.list.map((frame) => frame.level)).toEqual([undefined, 1, undefined]);
    expect(second?.list.map(({ level, width, height }) => [level, width, height])).toEqual([
      [undefined, 64, 32],
      [2, 32, 16],
      [undefined, 64, 32],
    ]);
    expect(used.decoded).toEqual([1]);
    expect(pictures).toEqual({ given: 1, closed: 1 });
    expect(used.encoded.toSorted()).toEqual(["1 at 50, 32x16", "1 at 50, 64x32"]);
  });

  it("hand on what cannot be decoded here at any level", async () => {
    const { source, give, end } = manualSource();
    const encodings = createSimulcast(source, [testCodec().codec], { ladder: levels });
    const reader = collect(encodings.subscribe(["h264", "a"], { level: () => 2 })());
    await settled();
    const frame = coded("h264", 0);
    await give(frame);
    await end();
    await reader.ended;
    expect(reader.list[0]).toBe(frame);
  });

  it("change between two frames: none is left out, comes twice or before another, whichever encoder is slower", async () => {
    const gate = deferred();
    const { codec } = testCodec({ 80: gate.promise });
    const { source, give, end } = manualSource();
    let level = 0;
    const reading = createSimulcast(source, [codec], { ladder: levels }).subscribe(["a"], { level: () => level })();
    const reader = collect(reading);
    await settled();
    await give(pixels(0));
    level = 1;
    await give(pixels(1));
    // It is encoded, and would be first.
    expect(reader.list).toEqual([]);
    gate.resolve();
    await settled();
    for (let sequence = 2; sequence < 40; sequence++) {
      level = sequence % 2;
      await give(pixels(sequence));
    }
    await end();
    await reader.ended;
    // What lay ready at once is newest wins, as ever.
    expect(numbers(reader.list)).toEqual(Array.from({ length: 40 }, (_, sequence) => sequence));
    expect(reader.list.map((frame) => frame.level ?? 0)).toEqual(reader.list.map(({ sequence }) => sequence % 2));
    expect(reading.dropped).toBe(0);
  });

  it("do not wait for ever for an encoder that is stuck, and keep nothing for it", async () => {
    const gate = deferred();
    const { codec } = testCodec({ 80: gate.promise });
    const { source, give, end } = manualSource();
    let level = 0;
    const reading = createSimulcast(source, [codec], { ladder: levels }).subscribe(["a"], { level: () => level })();
    const reader = collect(reading);
    await settled();
    await give(pixels(0));
    level = 1;
    for (let sequence = 1; sequence < 20; sequence++) await give(pixels(sequence));
    const before = numbers(reader.list);
    expect(before.at(-1)).toBe(19);
    expect(before).toEqual(before.toSorted((a, b) => a - b));
    gate.resolve();
    await end();
    await reader.ended;
    expect(numbers(reader.list)).toEqual(before);
    expect(reading.dropped).toBe(20 - before.length);
  });

  it("close the encoder that nobody has wanted for thirty frames, and open it again for who does", async () => {
    const { codec, used } = testCodec();
    const { source, give, end } = manualSource();
    let level = 1;
    const encodings = createSimulcast(source, [codec], { ladder: levels });
    const reader = collect(encodings.subscribe(["a"], { level: () => level })());
    await settled();
    await give(pixels(0));
    level = 0;
    for (let sequence = 1; sequence < 30; sequence++) await give(pixels(sequence));
    expect(used).toMatchObject({ opened: [50, 80], closed: [] });
    await give(pixels(30));
    expect(used.closed).toEqual([50]);
    level = 1;
    await give(pixels(31));
    expect(used.opened).toEqual([50, 80, 50]);
    await end();
    await reader.ended;
    expect(numbers(reader.list)).toEqual(Array.from({ length: 32 }, (_, sequence) => sequence));
    expect(used.closed.toSorted()).toEqual([50, 50, 80]);
    expect(encodings.stats().map(({ encoded }) => encoded)).toEqual([30, 2]);
  });

  it("let go of a source whose frames the only reader can be shown none of", async () => {
    const { source, state, give } = manualSource();
    const reader = collect(createSimulcast(source, [testCodec().codec]).subscribe(["a"])());
    await settled();
    await give(coded("h264", 0));
    await expect(reader.ended).rejects.toThrow("The source gives h264");
    await settled();
    expect(state.open).toBe(0);
  });

  it("are really smaller, with a real camera's pictures: in bytes as their share says, and in size", async () => {
    const camera = await encodeOne(jpeg, picture({ subject: "noisy", format: "RGB", width: 320, height: 240 }), {
      quality: 60,
    });
    const { source, give, end } = manualSource();
    const encodings = createSimulcast(source, [jpeg]);
    const readers = encodings.ladder.map((_, level) =>
      collect(encodings.subscribe(["jpeg"], { level: () => level })()),
    );
    await settled();
    await give(camera);
    await until(() => readers.every(({ list }) => list.length === 1));
    await end();
    const frames = readers.map(({ list }) => list[0] as EncodedFrame);
    expect(frames[0]).toBe(camera);
    for (const [level, frame] of frames.entries()) {
      if (level === 0) continue;
      expect(frame.data.length).toBeLessThan((frames[level - 1]?.data.length ?? 0) * 0.95);
      expect(frame.level).toBe(level);
    }
    const { width, height, data } = frames.at(-1) as EncodedFrame;
    expect(width / height).toBeCloseTo(320 / 240, 1);
    expect((width % 2) + (height % 2)).toBe(0);
    expect(data.length).toBeLessThan(camera.data.length / 8);
  });
});
