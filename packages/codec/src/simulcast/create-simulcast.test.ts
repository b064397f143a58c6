import type { EncodedFrame, VideoFrame } from "@framewire/media";
import { isEncoded, silent } from "@framewire/media";
import { describe, expect, it } from "vitest";
import { collect } from "../../testing/collect.ts";
import { manualSource, settled } from "../../testing/manual-source.ts";
import type { Codec } from "../codec.ts";
import { CodecError } from "../codec-error.ts";
import { testFrame } from "../compliance/test-frame.ts";
import { jpeg } from "../jpeg/jpeg.ts";
import { webp } from "../webp/webp.ts";
import { createSimulcast } from "./create-simulcast.ts";
import type { RenditionStats } from "./simulcast.ts";

function pixels(sequence: number): VideoFrame {
  return { sequence, timestamp: 0, format: "RGB", width: 1, height: 1, data: new Uint8Array(3) };
}

function coded(codec: string, sequence: number): EncodedFrame {
  return { sequence, timestamp: 0, codec, type: "key", width: 1, height: 1, data: new Uint8Array(3) };
}

/** A codec that copies, and records its use. Its encoders wait for `gate`. */
function testCodec(name: string, gate: () => Promise<void> = async () => {}) {
  const calls = { encoders: 0, decoders: 0, closed: 0, encoded: [] as number[], decoded: [] as number[], quality: 0 };
  const close = async () => {
    calls.closed++;
  };
  const codec: Codec = {
    name,
    createEncoder({ quality = 0 } = {}) {
      calls.encoders++;
      calls.quality = quality;
      return {
        async encode(frame) {
          calls.encoded.push(frame.sequence);
          await gate();
          if (frame.data.length === 0) throw new CodecError(name, frame.sequence, "there is no data.");
          return { ...coded(name, frame.sequence), data: frame.data };
        },
        close,
      };
    },
    createDecoder() {
      calls.decoders++;
      return {
        async decode(frame) {
          calls.decoded.push(frame.sequence);
          return { ...pixels(frame.sequence), data: frame.data };
        },
        close,
      };
    },
  };
  return { codec, calls };
}

const names = (frames: readonly EncodedFrame[]) => frames.map(({ codec, sequence }) => `${codec} ${sequence}`);

describe("createSimulcast", () => {
  it("encodes pixels once for all subscribers of one codec, also where they accept different lists", async () => {
    const [a, b] = [testCodec("a"), testCodec("b")];
    const { source, state, emit, end } = manualSource();
    const simulcast = createSimulcast(source, [a.codec, b.codec], { quality: 61 });
    const subscribers = [["a"], ["a", "b"], ["zzz", "a"], ["b"], ["b", "a"]].map((accept) =>
      collect(simulcast.subscribe(accept)()),
    );
    await settled();
    await emit(pixels(0));
    await emit(pixels(1));
    await end();
    for (const { ended } of subscribers) await ended;
    expect(subscribers.map(({ list }) => names(list))).toEqual([
      ...Array.from({ length: 3 }, () => ["a 0", "a 1"]),
      ...Array.from({ length: 2 }, () => ["b 0", "b 1"]),
    ]);
    expect(subscribers[0]?.list[0]).toBe(subscribers[1]?.list[0]);
    expect(state.opened).toBe(1);
    for (const { calls } of [a, b]) {
      expect(calls).toMatchObject({ encoders: 1, decoders: 0, encoded: [0, 1], quality: 61, closed: 1 });
    }
    expect(simulcast.stats()).toEqual<RenditionStats[]>([
      { codec: "a", level: 0, encoded: 2, dropped: 0, failed: 0 },
      { codec: "b", level: 0, encoded: 2, dropped: 0, failed: 0 },
    ]);
  });

  it("passes encoded frames through to subscribers that accept them, and creates no encoder", async () => {
    const { codec, calls } = testCodec("a");
    const { source, emit, end } = manualSource();
    const simulcast = createSimulcast(source, [codec]);
    const subscribers = [["a"], ["other", "a"]].map((accept) => collect(simulcast.subscribe(accept)()));
    await settled();
    const frames = [coded("a", 0), coded("a", 1)];
    for (const frame of frames) await emit(frame);
    await end();
    for (const { list, ended } of subscribers) {
      await ended;
      expect(list[0]).toBe(frames[0]);
      expect(list[1]).toBe(frames[1]);
    }
    expect(calls).toMatchObject({ encoders: 0, decoders: 0 });
    expect(simulcast.stats()).toEqual([]);
  });

  it("passes through a codec that it does not have itself", async () => {
    const { source, emit, end } = manualSource();
    const subscriber = collect(createSimulcast(source, [testCodec("a").codec]).subscribe(["h264", "a"])());
    await settled();
    const frame = coded("h264", 0);
    await emit(frame);
    await emit(pixels(1));
    await end();
    await subscriber.ended;
    expect(subscriber.list[0]).toBe(frame);
    expect(names(subscriber.list)).toEqual(["h264 0", "a 1"]);
  });

  it("decodes once and encodes again for subscribers that do not accept the source's codec", async () => {
    const [a, b, c] = [testCodec("a"), testCodec("b"), testCodec("c")];
    const { source, emit, end } = manualSource();
    const simulcast = createSimulcast(source, [a.codec, b.codec, c.codec]);
    const subscribers = [["a"], ["b"], ["c", "b"], ["b", "a"]].map((accept) => collect(simulcast.subscribe(accept)()));
    await settled();
    await emit(coded("a", 0));
    await end();
    for (const { ended } of subscribers) await ended;
    expect(subscribers.map(({ list }) => names(list))).toEqual([["a 0"], ["b 0"], ["c 0"], ["a 0"]]);
    expect(a.calls).toMatchObject({ encoders: 0, decoders: 1, decoded: [0], closed: 1 });
    expect(b.calls).toMatchObject({ encoders: 1, decoders: 0, encoded: [0] });
    expect(c.calls).toMatchObject({ encoders: 1, decoders: 0, encoded: [0] });
  });

  it("describes the source, with passthrough only while all subscribers accept its codec", async () => {
    const { source, emit, end } = manualSource();
    const description = { device: "camera", format: "A", passthrough: true };
    const camera = Object.assign(source, { describe: () => description });
    const simulcast = createSimulcast(
      camera,
      ["a", "b"].map((name) => testCodec(name).codec),
    );
    let level = 0;
    const one = collect(simulcast.subscribe(["a"], { level: () => level })());
    await settled();
    await emit(coded("a", 0));
    level = 1;
    await emit(coded("a", 1));
    // A subscriber at a lower level changes nothing: it accepts the codec.
    expect([simulcast.describe?.(), simulcast.subscribe(["a"]).describe?.()]).toEqual([description, description]);
    const other = collect(simulcast.subscribe(["b"])());
    await settled();
    await emit(coded("a", 2));
    expect(simulcast.describe?.()).toEqual({ ...description, passthrough: false });
    await other.leave();
    await emit(coded("a", 3));
    expect(simulcast.describe?.()).toEqual(description);
    await end();
    await one.ended;
    const silent = createSimulcast(manualSource().source, [testCodec("a").codec]);
    expect([silent.describe, silent.subscribe(["a"]).describe]).toEqual([undefined, undefined]);
  });

  it("gives a slow encoder the newest frame, counts the others, and delays no other encoder", async () => {
    const waiting: (() => void)[] = [];
    const slow = testCodec("slow", () => new Promise((resolve) => waiting.push(resolve)));
    const fast = testCodec("fast");
    const { source, emit, end } = manualSource();
    const simulcast = createSimulcast(source, [slow.codec, fast.codec]);
    const [toSlow, toFast] = [collect(simulcast.subscribe(["slow"])()), collect(simulcast.subscribe(["fast"])())];
    await settled();
    for (let sequence = 0; sequence <= 10; sequence++) await emit(pixels(sequence));
    expect(slow.calls.encoded).toEqual([0, 1]);
    expect(names(toFast.list)).toEqual(Array.from({ length: 11 }, (_, i) => `fast ${i}`));
    while (waiting.length > 0) {
      waiting.shift()?.();
      await settled();
    }
    expect(slow.calls.encoded).toEqual([0, 1, 10]);
    expect(names(toSlow.list)).toEqual(["slow 0", "slow 1", "slow 10"]);
    await end();
    await Promise.all([toSlow.ended, toFast.ended]);
    expect(simulcast.stats()).toEqual([
      { codec: "slow", level: 0, encoded: 3, dropped: 8, failed: 0 },
      { codec: "fast", level: 0, encoded: 11, dropped: 0, failed: 0 },
    ]);
  });

  it("does not delay passthrough for an encoder, and drops the frame that the encoder finishes later", async () => {
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { codec } = testCodec("a", () => gate);
    const { source, emit, end } = manualSource();
    const subscription = createSimulcast(source, [codec]).subscribe(["a"])();
    const subscriber = collect(subscription);
    await settled();
    await emit(pixels(0));
    await emit(coded("a", 1));
    expect(names(subscriber.list)).toEqual(["a 1"]);
    open();
    await settled();
    await end();
    await subscriber.ended;
    expect(names(subscriber.list)).toEqual(["a 1"]);
    expect(subscription.dropped).toBe(1);
  });

  it("keeps the newest frame for a slow subscriber and counts the others", async () => {
    const { source, emit, end } = manualSource();
    const subscription = createSimulcast(source, [testCodec("a").codec]).subscribe(["a"])();
    const iterator = subscription[Symbol.asyncIterator]();
    const first = iterator.next();
    await settled();
    for (let sequence = 0; sequence < 5; sequence++) await emit(coded("a", sequence));
    expect((await first).value?.sequence).toBe(0);
    expect((await iterator.next()).value?.sequence).toBe(4);
    expect(subscription.dropped).toBe(3);
    await iterator.return?.();
    await end();
  });

  it("opens the source for the first subscriber, closes it after the last, and opens it again", async () => {
    const { codec, calls } = testCodec("a");
    const { source, state, emit } = manualSource();
    const simulcast = createSimulcast(source, [codec]);
    const forA = simulcast.subscribe(["a"]);
    await settled();
    expect(state.opened).toBe(0);
    const controller = new AbortController();
    const [first, second] = [collect(forA()), collect(forA({ signal: controller.signal }))];
    await settled();
    await emit(pixels(0));
    await first.leave();
    await first.ended;
    await emit(pixels(1));
    expect(state.open).toBe(1);
    controller.abort();
    await second.ended;
    await settled();
    expect(state).toEqual({ opened: 1, open: 0 });
    expect(calls).toMatchObject({ encoders: 1, closed: 1 });
    expect(names(second.list)).toEqual(["a 0", "a 1"]);
    expect(names(first.list)).toEqual(["a 0"]);
    const third = collect(forA());
    await settled();
    await emit(pixels(2));
    expect(names(third.list)).toEqual(["a 2"]);
    expect(state).toEqual({ opened: 2, open: 1 });
    await third.leave();
    await settled();
    expect(state.open).toBe(0);
    expect(simulcast.stats()).toEqual([{ codec: "a", level: 0, encoded: 3, dropped: 0, failed: 0 }]);
  });

  it("throws the source's error to every subscriber", async () => {
    const { source, emit, end } = manualSource();
    const simulcast = createSimulcast(source, [testCodec("a").codec, testCodec("b").codec]);
    const subscribers = [["a"], ["b"], ["a", "b"]].map((accept) => collect(simulcast.subscribe(accept)()));
    await settled();
    await emit(pixels(0));
    await end(new Error("The camera was unplugged."));
    for (const { ended } of subscribers) await expect(ended).rejects.toThrow("The camera was unplugged.");
    expect(subscribers.map(({ list }) => list.length)).toEqual([1, 1, 1]);
  });

  it("refuses a receiver that decodes none of the codecs", () => {
    const simulcast = createSimulcast(manualSource().source, [testCodec("a").codec, testCodec("b").codec]);
    expect(() => simulcast.subscribe(["c"])).toThrow(
      "The receiver decodes c and the codecs here are a, b: there is none in common.",
    );
    expect(() => simulcast.subscribe([])).toThrow("The receiver decodes nothing");
  });

  it("throws where frames cannot be transcoded, only to the subscriber that does not accept them", async () => {
    const { source, emit, end } = manualSource();
    const simulcast = createSimulcast(source, [testCodec("a").codec]);
    const [refused, accepted] = [collect(simulcast.subscribe(["a"])()), collect(simulcast.subscribe(["a", "h264"])())];
    await settled();
    await emit(coded("h264", 0));
    await expect(refused.ended).rejects.toThrow(
      "The source gives h264, the receiver decodes a, and the codecs here are a.",
    );
    await emit(coded("h264", 1));
    await end();
    await accepted.ended;
    expect(names(accepted.list)).toEqual(["h264 0", "h264 1"]);
  });

  it("skips frames that cannot be encoded, counts each, and logs the first", async () => {
    const warnings: string[] = [];
    const log = { ...silent, warn: (message: string) => warnings.push(message) };
    const { source, emit, end } = manualSource();
    const simulcast = createSimulcast(source, [testCodec("a").codec], { log });
    const subscriber = collect(simulcast.subscribe(["a"])());
    await settled();
    const empty = new Uint8Array(0);
    for (const sequence of [0, 1, 2, 3, 4]) {
      await emit(sequence % 2 === 0 ? pixels(sequence) : { ...pixels(sequence), data: empty });
    }
    await end();
    await subscriber.ended;
    expect(names(subscriber.list)).toEqual(["a 0", "a 2", "a 4"]);
    expect(simulcast.stats()).toEqual([{ codec: "a", level: 0, encoded: 3, dropped: 0, failed: 2 }]);
    expect(warnings).toEqual([
      "A frame cannot be encoded. Receivers get it as the source gives it, or skip it. a, frame 1: there is no data.",
    ]);
  });

  it("is empty for a subscriber whose signal has aborted before, and opens nothing", async () => {
    const { source, state } = manualSource();
    const subscriber = collect(createSimulcast(source, [jpeg]).subscribe(["jpeg"])({ signal: AbortSignal.abort() }));
    await subscriber.ended;
    expect(subscriber.list).toEqual([]);
    expect(state.opened).toBe(0);
  });

  it("transcodes real JPEGs to WebP beside the passthrough of the JPEGs", async () => {
    const encoder = jpeg.createEncoder();
    const frame = await encoder.encode(
      testFrame({ subject: "smooth", format: "RGB", width: 64, height: 48, sequence: 5 }),
    );
    const { source, emit } = manualSource();
    const simulcast = createSimulcast(source, [jpeg, webp]);
    const passthrough = simulcast.subscribe(["jpeg", "webp"])()[Symbol.asyncIterator]();
    const transcoded = simulcast.subscribe(["webp"])()[Symbol.asyncIterator]();
    const first = [passthrough.next(), transcoded.next()] as const;
    await settled();
    await emit(frame);
    expect((await first[0]).value).toBe(frame);
    const { value } = await first[1];
    expect(value && isEncoded(value) ? value : undefined).toMatchObject({ codec: "webp", sequence: 5, width: 64 });
    const decoded = await webp.createDecoder().decode(value as EncodedFrame);
    expect(decoded.data.length).toBe(64 * 48 * 3);
    await Promise.all([passthrough.return?.(), transcoded.return?.()]);
  });
});
