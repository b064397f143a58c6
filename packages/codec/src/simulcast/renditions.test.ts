import type { EncodedFrame, VideoFrame } from "@framewire/media";
import { now, silent } from "@framewire/media";
import sharp from "sharp";
import { until } from "test-support/until";
import { describe, expect, it } from "vitest";
import { collect } from "../../testing/collect.ts";
import { manualSource, settled } from "../../testing/manual-source.ts";
import { restartJpeg } from "../../testing/restart-jpeg.ts";
import type { Codec } from "../codec.ts";
import { CodecError } from "../codec-error.ts";
import { decodeOne, encodeOne } from "../compliance/round-trip.ts";
import { testFrame } from "../compliance/test-frame.ts";
import { jpeg } from "../jpeg/jpeg.ts";
import type { Rendition } from "../ladder/ladder.ts";
import { webp } from "../webp/webp.ts";
import { createSimulcast } from "./create-simulcast.ts";

const ladder: readonly Rendition[] = [
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

/** A codec that records its calls. The encoders of a quality wait for its gate. */
function testCodec(gates: Readonly<Record<number, Promise<void>>> = {}) {
  const calls = { encoded: [] as string[], decoded: [] as number[], opened: [] as number[], closed: [] as number[] };
  const pixelFrames = { decoded: 0, closed: 0 };
  const codec: Codec = {
    name: "a",
    createEncoder({ quality = 0 } = {}) {
      calls.opened.push(quality);
      return {
        async encode({ sequence, width, height }) {
          calls.encoded.push(`${sequence} at ${quality}, ${width}x${height}`);
          await gates[quality];
          return { ...coded("a", sequence), width, height };
        },
        async close() {
          calls.closed.push(quality);
        },
      };
    },
    createDecoder: () => ({
      async decode({ sequence }) {
        calls.decoded.push(sequence);
        pixelFrames.decoded++;
        return { ...pixels(sequence), close: () => pixelFrames.closed++ };
      },
      async close() {},
    }),
  };
  return { codec, calls, pixelFrames };
}

function deferred(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((resolvePromise) => {
    resolve = resolvePromise;
  });
  return { promise, resolve: () => resolve() };
}

const numbers = (frames: readonly EncodedFrame[]) => frames.map(({ sequence }) => sequence);

describe("the renditions of a simulcast", () => {
  it("come from the quality, or from the given ladder", () => {
    const { source } = manualSource();
    expect(createSimulcast(source, [jpeg]).ladder[0]).toEqual({ quality: 80, scale: 1, relativeBytes: 1 });
    expect(createSimulcast(source, [jpeg], { quality: 61 }).ladder[0]?.quality).toBe(61);
    expect(createSimulcast(source, [jpeg], { ladder }).ladder).toBe(ladder);
    expect(() => createSimulcast(source, [jpeg], { ladder: [] })).toThrow(RangeError);
    expect(() => createSimulcast(source, [jpeg], { quality: 0 })).toThrow(RangeError);
  });

  it("are encoded once for all subscribers, and only at the levels that subscribers want", async () => {
    const { codec, calls } = testCodec();
    const { source, emit, end } = manualSource();
    const simulcast = createSimulcast(source, [codec], { ladder });
    const wanted = [0, 1, 1, 0, 1];
    const subscribers = wanted.map((level) => collect(simulcast.subscribe(["a"], { level: () => level })()));
    const plain = collect(simulcast.subscribe(["a"])());
    await settled();
    const before = now();
    await emit(pixels(0));
    await emit(pixels(1));
    await end();
    await Promise.all([...subscribers, plain].map(({ ended }) => ended));
    expect(calls.encoded.toSorted()).toEqual(["0 at 50, 64x32", "0 at 80, 64x32", "1 at 50, 64x32", "1 at 80, 64x32"]);
    for (const [i, { list }] of subscribers.entries()) {
      expect(list.map((frame) => frame.level ?? 0)).toEqual([wanted[i], wanted[i]]);
      expect(list).toEqual((wanted[i] === 0 ? plain : subscribers[1])?.list);
      const { acquired = 0, encoded = 0 } = list[0]?.times ?? {};
      expect(acquired).toBeGreaterThanOrEqual(before);
      expect(encoded).toBeGreaterThanOrEqual(acquired);
      expect(encoded).toBeLessThanOrEqual(now());
    }
    expect(subscribers[1]?.list[1]).toBe(subscribers[2]?.list[1]);
    expect(simulcast.stats()).toEqual([
      { codec: "a", level: 0, encoded: 2, dropped: 0, failed: 0 },
      { codec: "a", level: 1, encoded: 2, dropped: 0, failed: 0 },
    ]);
    expect(calls.closed.toSorted()).toEqual([50, 80]);
  });

  it.each([
    [-1, 0],
    [Number.NaN, 0],
    [1.9, 1],
    [2, 2],
    [99, 2],
    [Number.POSITIVE_INFINITY, 2],
  ])("treat level %d as %i", async (asked, level) => {
    const { source, emit, end } = manualSource();
    const subscriber = collect(
      createSimulcast(source, [testCodec().codec], { ladder }).subscribe(["a"], { level: () => asked })(),
    );
    await settled();
    await emit(pixels(0));
    if (level === 2) await until(() => subscriber.list.length === 1);
    await end();
    await subscriber.ended;
    expect(subscriber.list[0]?.level ?? 0).toBe(level);
  });

  it("pass a camera's own frames through at level 0, and decode them once for the levels below", async () => {
    const { codec, calls, pixelFrames } = testCodec();
    const { source, emit, end } = manualSource();
    const simulcast = createSimulcast(source, [codec], { ladder });
    let level = 0;
    const [passthrough, first, second] = [() => 0, () => level, () => 2 * level].map((asked) =>
      collect(simulcast.subscribe(["a"], { level: asked })()),
    );
    await settled();
    const frames = [coded("a", 0), coded("a", 1), coded("a", 2)] as const;
    await emit(frames[0]);
    expect(calls).toMatchObject({ opened: [], decoded: [] });
    level = 1;
    await emit(frames[1]);
    await until(() => second?.list.length === 2 && pixelFrames.closed === 1);
    level = 0;
    await emit(frames[2]);
    await end();
    expect(passthrough?.list).toEqual(frames);
    for (const [i, frame] of frames.entries()) expect(passthrough?.list[i]).toBe(frame);
    expect(first?.list[0]).toBe(frames[0]);
    expect(first?.list[2]).toBe(frames[2]);
    expect(first?.list.map((frame) => frame.level)).toEqual([undefined, 1, undefined]);
    expect(second?.list.map(({ level, width, height }) => [level, width, height])).toEqual([
      [undefined, 64, 32],
      [2, 32, 16],
      [undefined, 64, 32],
    ]);
    expect(calls.decoded).toEqual([1]);
    expect(pixelFrames).toEqual({ decoded: 1, closed: 1 });
    expect(calls.encoded.toSorted()).toEqual(["1 at 50, 32x16", "1 at 50, 64x32"]);
  });

  it("pass through, at any level, frames that cannot be decoded here", async () => {
    const { source, emit, end } = manualSource();
    const simulcast = createSimulcast(source, [testCodec().codec], { ladder });
    const subscriber = collect(simulcast.subscribe(["h264", "a"], { level: () => 2 })());
    await settled();
    const frame = coded("h264", 0);
    await emit(frame);
    await end();
    await subscriber.ended;
    expect(subscriber.list[0]).toBe(frame);
  });

  it("are replaced by the source's own frame where they cannot be made and the receiver takes that", async () => {
    const working = testCodec();
    const decodeFails: Codec = {
      ...working.codec,
      createDecoder: () => ({
        async decode({ sequence }) {
          throw new CodecError("a", sequence, "it is damaged.");
        },
        async close() {},
      }),
    };
    const webpOnly = { ...testCodec().codec, name: "b" };
    const { source, emit, end } = manualSource();
    const warnings: string[] = [];
    const log = { ...silent, warn: (message: string) => warnings.push(message) };
    const simulcast = createSimulcast(source, [decodeFails, webpOnly], { ladder, log });
    const subscribers = [["a"], ["a", "b"], ["b"]].map((accept) =>
      collect(simulcast.subscribe(accept, { level: () => 2 })()),
    );
    await settled();
    const frames = Array.from({ length: 60 }, (_, sequence) => coded("a", sequence));
    for (const frame of frames) await emit(frame);
    await end();
    for (const { ended } of subscribers) await ended;
    for (const { list } of subscribers.slice(0, 2)) {
      expect(list).toEqual(frames);
      expect(list[0]).toBe(frames[0]);
    }
    expect(subscribers[2]?.list).toEqual([]);
    expect(simulcast.stats().map(({ failed, encoded }) => ({ failed, encoded }))).toEqual([
      { failed: 60, encoded: 0 },
      { failed: 60, encoded: 0 },
    ]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/^A frame cannot be encoded\..* a, frame 0: it is damaged\.$/);
  });

  it.each(["jpeg", "webp"])(
    "are made in %s of JPEGs that libraries only warn about, which is logged once",
    async (name) => {
      // As with --codec webp: JPEG is not sent, but decoded.
      const [codecs, warnings] = [name === "jpeg" ? [jpeg, webp] : [webp], [] as string[]];
      const log = { ...silent, warn: (message: string) => warnings.push(message) };
      const { source, emit, end } = manualSource();
      const simulcast = createSimulcast(source, codecs, { ladder, log });
      const levels = [1, 2].map((level) => collect(simulcast.subscribe([name], { level: () => level })()));
      await settled();
      const grey = () => 150;
      for (let sequence = 0; sequence < 10; sequence++) {
        const data = restartJpeg({ columns: 8, rows: 6, grey, strayBytes: 12 });
        await emit({ sequence, timestamp: 0, codec: "jpeg", type: "key", width: 64, height: 48, data });
        await until(() => levels.every(({ list }) => list.length === sequence + 1));
      }
      await end();
      for (const [i, { list }] of levels.entries()) {
        expect(list.map((frame) => frame.level)).toEqual(Array.from({ length: 10 }, () => i + 1));
        const decoded = await decodeOne(name === "jpeg" ? jpeg : webp, list[9] as EncodedFrame);
        expect(Math.abs((decoded.data[0] ?? 0) - 150)).toBeLessThan(4);
      }
      expect(simulcast.stats().filter(({ failed }) => failed > 0)).toEqual([]);
      expect(warnings).toEqual([
        expect.stringMatching(/damaged.*: Corrupt JPEG data: 12 extraneous bytes before marker 0x/),
      ]);
    },
  );

  it.each(["jpeg", "webp"])("are upright and in sRGB in %s", async (name) => {
    const codec = name === "jpeg" ? jpeg : webp;
    const { source, emit, end } = manualSource();
    const simulcast = createSimulcast(source, [jpeg, webp], { ladder });
    const levels = [1, 2].map((level) => collect(simulcast.subscribe([name], { level: () => level })()));
    await settled();
    // Stored lying: the left half red, the right half blue. Orientation 6 turns it by 90 degrees: red is at the top.
    const half = { create: { width: 64, height: 64, channels: 3, background: "rgb(20, 40, 200)" } } as const;
    const stored = sharp({ create: { width: 128, height: 64, channels: 3, background: "rgb(200, 60, 40)" } })
      .composite([{ input: await sharp(half).png().toBuffer(), left: 64, top: 0 }])
      .withMetadata({ orientation: 6, icc: "p3" });
    const data = new Uint8Array(await stored.jpeg({ quality: 95 }).toBuffer());
    await emit({ sequence: 1, timestamp: 0, codec: "jpeg", type: "key", width: 64, height: 128, data });
    await until(() => levels.every(({ list }) => list.length === 1));
    await end();
    for (const [i, { list }] of levels.entries()) {
      const [width, height] = i === 0 ? [64, 128] : [32, 64];
      expect(list[0]).toMatchObject({ width, height, codec: name });
      const { data } = await decodeOne(codec, list[0] as EncodedFrame);
      const at = (y: number) => [...data.subarray(3 * width * y, 3 * width * y + 3)];
      for (const [pixel, colour] of [
        [at(height / 4), [200, 60, 40]],
        [at((3 * height) / 4), [20, 40, 200]],
      ] as const) {
        for (const [c, value] of colour.entries()) expect(Math.abs((pixel[c] ?? 0) - value)).toBeLessThan(12);
      }
    }
  });

  it("change between two frames: none is skipped, repeated or reordered, whichever encoder is slower", async () => {
    const gate = deferred();
    const { codec } = testCodec({ 80: gate.promise });
    const { source, emit, end } = manualSource();
    let level = 0;
    const subscription = createSimulcast(source, [codec], { ladder }).subscribe(["a"], { level: () => level })();
    const subscriber = collect(subscription);
    await settled();
    await emit(pixels(0));
    level = 1;
    await emit(pixels(1));
    // Frame 1 is encoded, and waits in the reorder buffer for frame 0.
    expect(subscriber.list).toEqual([]);
    gate.resolve();
    await settled();
    for (let sequence = 2; sequence < 40; sequence++) {
      level = sequence % 2;
      await emit(pixels(sequence));
    }
    await end();
    await subscriber.ended;
    expect(numbers(subscriber.list)).toEqual(Array.from({ length: 40 }, (_, sequence) => sequence));
    expect(subscriber.list.map((frame) => frame.level ?? 0)).toEqual(
      subscriber.list.map(({ sequence }) => sequence % 2),
    );
    expect(subscription.dropped).toBe(0);
  });

  it("stop waiting for an encoder that is stuck, and drop the frames that it finishes later", async () => {
    const gate = deferred();
    const { codec } = testCodec({ 80: gate.promise });
    const { source, emit, end } = manualSource();
    let level = 0;
    const subscription = createSimulcast(source, [codec], { ladder }).subscribe(["a"], { level: () => level })();
    const subscriber = collect(subscription);
    await settled();
    await emit(pixels(0));
    level = 1;
    for (let sequence = 1; sequence < 20; sequence++) await emit(pixels(sequence));
    const before = numbers(subscriber.list);
    expect(before.at(-1)).toBe(19);
    expect(before).toEqual(before.toSorted((a, b) => a - b));
    gate.resolve();
    await end();
    await subscriber.ended;
    expect(numbers(subscriber.list)).toEqual(before);
    expect(subscription.dropped).toBe(20 - before.length);
  });

  it("close an encoder after thirty frames without a subscriber, and open it again on demand", async () => {
    const { codec, calls } = testCodec();
    const { source, emit, end } = manualSource();
    let level = 1;
    const simulcast = createSimulcast(source, [codec], { ladder });
    const subscriber = collect(simulcast.subscribe(["a"], { level: () => level })());
    await settled();
    await emit(pixels(0));
    level = 0;
    for (let sequence = 1; sequence < 30; sequence++) await emit(pixels(sequence));
    expect(calls).toMatchObject({ opened: [50, 80], closed: [] });
    await emit(pixels(30));
    expect(calls.closed).toEqual([50]);
    level = 1;
    await emit(pixels(31));
    expect(calls.opened).toEqual([50, 80, 50]);
    await end();
    await subscriber.ended;
    expect(numbers(subscriber.list)).toEqual(Array.from({ length: 32 }, (_, sequence) => sequence));
    expect(calls.closed.toSorted()).toEqual([50, 50, 80]);
    expect(simulcast.stats().map(({ encoded }) => encoded)).toEqual([30, 2]);
  });

  it("close a source whose frames the only subscriber cannot get", async () => {
    const { source, state, emit } = manualSource();
    const subscriber = collect(createSimulcast(source, [testCodec().codec]).subscribe(["a"])());
    await settled();
    await emit(coded("h264", 0));
    await expect(subscriber.ended).rejects.toThrow("The source gives h264");
    await settled();
    expect(state.open).toBe(0);
  });

  it("are smaller with real JPEGs: fewer bytes at each level, and fewer pixels", async () => {
    const camera = await encodeOne(jpeg, testFrame({ subject: "noisy", format: "RGB", width: 320, height: 240 }), {
      quality: 60,
    });
    const { source, emit, end } = manualSource();
    const simulcast = createSimulcast(source, [jpeg]);
    const subscribers = simulcast.ladder.map((_, level) =>
      collect(simulcast.subscribe(["jpeg"], { level: () => level })()),
    );
    await settled();
    await emit(camera);
    await until(() => subscribers.every(({ list }) => list.length === 1));
    await end();
    const frames = subscribers.map(({ list }) => list[0] as EncodedFrame);
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
