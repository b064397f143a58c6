import type { EncodedFrame, VideoFrame } from "@framewire/media";
import { isEncoded, silent } from "@framewire/media";
import { describe, expect, it } from "vitest";
import { collect } from "../../testing/collect.ts";
import { manualSource, settled } from "../../testing/manual-source.ts";
import type { Codec } from "../codec.ts";
import { CodecError } from "../codec-error.ts";
import { picture } from "../compliance/test-frame.ts";
import { jpeg } from "../jpeg/jpeg.ts";
import { webp } from "../webp/webp.ts";
import { createSimulcast, type RenditionStats } from "./create-simulcast.ts";

function pixels(sequence: number): VideoFrame {
  return { sequence, timestamp: 0, format: "RGB", width: 1, height: 1, data: new Uint8Array(3) };
}

function coded(codec: string, sequence: number): EncodedFrame {
  return { sequence, timestamp: 0, codec, type: "key", width: 1, height: 1, data: new Uint8Array(3) };
}

/** A codec that copies, and says how it was used. `gate` holds its encoders up. */
function testCodec(name: string, gate: () => Promise<void> = async () => {}) {
  const used = { encoders: 0, decoders: 0, closed: 0, encoded: [] as number[], decoded: [] as number[], quality: 0 };
  const close = async () => {
    used.closed++;
  };
  const codec: Codec = {
    name,
    createEncoder({ quality = 0 } = {}) {
      used.encoders++;
      used.quality = quality;
      return {
        async encode(frame) {
          used.encoded.push(frame.sequence);
          await gate();
          if (frame.data.length === 0) throw new CodecError(name, frame.sequence, "there is no data.");
          return { ...coded(name, frame.sequence), data: frame.data };
        },
        close,
      };
    },
    createDecoder() {
      used.decoders++;
      return {
        async decode(frame) {
          used.decoded.push(frame.sequence);
          return { ...pixels(frame.sequence), data: frame.data };
        },
        close,
      };
    },
  };
  return { codec, used };
}

const names = (frames: readonly EncodedFrame[]) => frames.map(({ codec, sequence }) => `${codec} ${sequence}`);

describe("createEncodings", () => {
  it("encodes pixels once for all who take the same codec, also where they accept different lists", async () => {
    const [a, b] = [testCodec("a"), testCodec("b")];
    const { source, state, give, end } = manualSource();
    const encodings = createSimulcast(source, [a.codec, b.codec], { quality: 61 });
    const readers = [["a"], ["a", "b"], ["zzz", "a"], ["b"], ["b", "a"]].map((accept) =>
      collect(encodings.subscribe(accept)()),
    );
    await settled();
    await give(pixels(0));
    await give(pixels(1));
    await end();
    for (const { ended } of readers) await ended;
    expect(readers.map(({ list }) => names(list))).toEqual([
      ...Array.from({ length: 3 }, () => ["a 0", "a 1"]),
      ...Array.from({ length: 2 }, () => ["b 0", "b 1"]),
    ]);
    expect(readers[0]?.list[0]).toBe(readers[1]?.list[0]);
    expect(state.opened).toBe(1);
    for (const { used } of [a, b]) {
      expect(used).toMatchObject({ encoders: 1, decoders: 0, encoded: [0, 1], quality: 61, closed: 1 });
    }
    expect(encodings.stats()).toEqual<RenditionStats[]>([
      { codec: "a", level: 0, encoded: 2, dropped: 0, failed: 0 },
      { codec: "b", level: 0, encoded: 2, dropped: 0, failed: 0 },
    ]);
  });

  it("hands encoded frames on untouched to who decodes them, and makes no encoder", async () => {
    const { codec, used } = testCodec("a");
    const { source, give, end } = manualSource();
    const encodings = createSimulcast(source, [codec]);
    const readers = [["a"], ["other", "a"]].map((accept) => collect(encodings.subscribe(accept)()));
    await settled();
    const frames = [coded("a", 0), coded("a", 1)];
    for (const frame of frames) await give(frame);
    await end();
    for (const { list, ended } of readers) {
      await ended;
      expect(list[0]).toBe(frames[0]);
      expect(list[1]).toBe(frames[1]);
    }
    expect(used).toMatchObject({ encoders: 0, decoders: 0 });
    expect(encodings.stats()).toEqual([]);
  });

  it("hands on a codec that it does not know itself", async () => {
    const { source, give, end } = manualSource();
    const reader = collect(createSimulcast(source, [testCodec("a").codec]).subscribe(["h264", "a"])());
    await settled();
    const frame = coded("h264", 0);
    await give(frame);
    await give(pixels(1));
    await end();
    await reader.ended;
    expect(reader.list[0]).toBe(frame);
    expect(names(reader.list)).toEqual(["h264 0", "a 1"]);
  });

  it("decodes once and encodes anew for those who do not take the source's codec", async () => {
    const [a, b, c] = [testCodec("a"), testCodec("b"), testCodec("c")];
    const { source, give, end } = manualSource();
    const encodings = createSimulcast(source, [a.codec, b.codec, c.codec]);
    const readers = [["a"], ["b"], ["c", "b"], ["b", "a"]].map((accept) => collect(encodings.subscribe(accept)()));
    await settled();
    await give(coded("a", 0));
    await end();
    for (const { ended } of readers) await ended;
    expect(readers.map(({ list }) => names(list))).toEqual([["a 0"], ["b 0"], ["c 0"], ["a 0"]]);
    expect(a.used).toMatchObject({ encoders: 0, decoders: 1, decoded: [0], closed: 1 });
    expect(b.used).toMatchObject({ encoders: 1, decoders: 0, encoded: [0] });
    expect(c.used).toMatchObject({ encoders: 1, decoders: 0, encoded: [0] });
  });

  it("says what the source says, and “untouched” only while everybody decodes what it gives", async () => {
    const { source, give, end } = manualSource();
    const says = { device: "camera", format: "A", untouched: true };
    const camera = Object.assign(source, { describe: () => says });
    const encodings = createSimulcast(
      camera,
      ["a", "b"].map((name) => testCodec(name).codec),
    );
    let level = 0;
    const one = collect(encodings.subscribe(["a"], { level: () => level })());
    await settled();
    await give(coded("a", 0));
    level = 1;
    await give(coded("a", 1));
    // A link without room for the best says nothing about the source.
    expect([encodings.describe?.(), encodings.subscribe(["a"]).describe?.()]).toEqual([says, says]);
    const other = collect(encodings.subscribe(["b"])());
    await settled();
    await give(coded("a", 2));
    expect(encodings.describe?.()).toEqual({ ...says, untouched: false });
    await other.leave();
    await give(coded("a", 3));
    expect(encodings.describe?.()).toEqual(says);
    await end();
    await one.ended;
    const silent = createSimulcast(manualSource().source, [testCodec("a").codec]);
    expect([silent.describe, silent.subscribe(["a"]).describe]).toEqual([undefined, undefined]);
  });

  it("gives a slow encoder the newest frame, counts the others, and holds up nobody else", async () => {
    const waiting: (() => void)[] = [];
    const slow = testCodec("slow", () => new Promise((resolve) => waiting.push(resolve)));
    const fast = testCodec("fast");
    const { source, give, end } = manualSource();
    const encodings = createSimulcast(source, [slow.codec, fast.codec]);
    const [toSlow, toFast] = [collect(encodings.subscribe(["slow"])()), collect(encodings.subscribe(["fast"])())];
    await settled();
    for (let sequence = 0; sequence <= 10; sequence++) await give(pixels(sequence));
    expect(slow.used.encoded).toEqual([0, 1]);
    expect(names(toFast.list)).toEqual(Array.from({ length: 11 }, (_, i) => `fast ${i}`));
    while (waiting.length > 0) {
      waiting.shift()?.();
      await settled();
    }
    expect(slow.used.encoded).toEqual([0, 1, 10]);
    expect(names(toSlow.list)).toEqual(["slow 0", "slow 1", "slow 10"]);
    await end();
    await Promise.all([toSlow.ended, toFast.ended]);
    expect(encodings.stats()).toEqual([
      { codec: "slow", level: 0, encoded: 3, dropped: 8, failed: 0 },
      { codec: "fast", level: 0, encoded: 11, dropped: 0, failed: 0 },
    ]);
  });

  it("does not let an encoder hold up frames that need none, nor bring one late", async () => {
    let open = (): void => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const { codec } = testCodec("a", () => gate);
    const { source, give, end } = manualSource();
    const reading = createSimulcast(source, [codec]).subscribe(["a"])();
    const reader = collect(reading);
    await settled();
    await give(pixels(0));
    await give(coded("a", 1));
    expect(names(reader.list)).toEqual(["a 1"]);
    open();
    await settled();
    await end();
    await reader.ended;
    expect(names(reader.list)).toEqual(["a 1"]);
    expect(reading.dropped).toBe(1);
  });

  it("keeps the newest frame for a slow reader and counts the others", async () => {
    const { source, give, end } = manualSource();
    const reading = createSimulcast(source, [testCodec("a").codec]).subscribe(["a"])();
    const iterator = reading[Symbol.asyncIterator]();
    const first = iterator.next();
    await settled();
    for (let sequence = 0; sequence < 5; sequence++) await give(coded("a", sequence));
    expect((await first).value?.sequence).toBe(0);
    expect((await iterator.next()).value?.sequence).toBe(4);
    expect(reading.dropped).toBe(3);
    await iterator.return?.();
    await end();
  });

  it("opens the source for the first reader, closes it after the last, and opens it again", async () => {
    const { codec, used } = testCodec("a");
    const { source, state, give } = manualSource();
    const encodings = createSimulcast(source, [codec]);
    const forA = encodings.subscribe(["a"]);
    await settled();
    expect(state.opened).toBe(0);
    const controller = new AbortController();
    const [first, second] = [collect(forA()), collect(forA({ signal: controller.signal }))];
    await settled();
    await give(pixels(0));
    await first.leave();
    await first.ended;
    await give(pixels(1));
    expect(state.open).toBe(1);
    controller.abort();
    await second.ended;
    await settled();
    expect(state).toEqual({ opened: 1, open: 0 });
    expect(used).toMatchObject({ encoders: 1, closed: 1 });
    expect(names(second.list)).toEqual(["a 0", "a 1"]);
    expect(names(first.list)).toEqual(["a 0"]);
    const third = collect(forA());
    await settled();
    await give(pixels(2));
    expect(names(third.list)).toEqual(["a 2"]);
    expect(state).toEqual({ opened: 2, open: 1 });
    await third.leave();
    await settled();
    expect(state.open).toBe(0);
    expect(encodings.stats()).toEqual([{ codec: "a", level: 0, encoded: 3, dropped: 0, failed: 0 }]);
  });

  it("brings the source's error to every reader", async () => {
    const { source, give, end } = manualSource();
    const encodings = createSimulcast(source, [testCodec("a").codec, testCodec("b").codec]);
    const readers = [["a"], ["b"], ["a", "b"]].map((accept) => collect(encodings.subscribe(accept)()));
    await settled();
    await give(pixels(0));
    await end(new Error("The camera is gone."));
    for (const { ended } of readers) await expect(ended).rejects.toThrow("The camera is gone.");
    expect(readers.map(({ list }) => list.length)).toEqual([1, 1, 1]);
  });

  it("says what is missing where receiver and codecs have nothing in common", () => {
    const encodings = createSimulcast(manualSource().source, [testCodec("a").codec, testCodec("b").codec]);
    expect(() => encodings.subscribe(["c"])).toThrow(
      "The receiver decodes c and the codecs here are a, b: there is none in common.",
    );
    expect(() => encodings.subscribe([])).toThrow("The receiver decodes nothing");
  });

  it("says what is missing where frames cannot be converted, to the reader that it concerns", async () => {
    const { source, give, end } = manualSource();
    const encodings = createSimulcast(source, [testCodec("a").codec]);
    const [lost, fine] = [collect(encodings.subscribe(["a"])()), collect(encodings.subscribe(["a", "h264"])())];
    await settled();
    await give(coded("h264", 0));
    await expect(lost.ended).rejects.toThrow(
      "The source gives h264, the receiver decodes a, and the codecs here are a.",
    );
    await give(coded("h264", 1));
    await end();
    await fine.ended;
    expect(names(fine.list)).toEqual(["h264 0", "h264 1"]);
  });

  it("skips frames that cannot be encoded, counts each and says so once in a row", async () => {
    const warnings: string[] = [];
    const log = { ...silent, warn: (message: string) => warnings.push(message) };
    const { source, give, end } = manualSource();
    const encodings = createSimulcast(source, [testCodec("a").codec], { log });
    const reader = collect(encodings.subscribe(["a"])());
    await settled();
    const empty = new Uint8Array(0);
    for (const frame of [pixels(0), { ...pixels(1), data: empty }, { ...pixels(2), data: empty }, pixels(3)]) {
      await give(frame);
    }
    await end();
    await reader.ended;
    expect(names(reader.list)).toEqual(["a 0", "a 3"]);
    expect(encodings.stats()).toEqual([{ codec: "a", level: 0, encoded: 2, dropped: 0, failed: 2 }]);
    expect(warnings).toEqual(["A frame is not shown in a. a, frame 1: there is no data."]);
  });

  it("is empty for a reader whose signal has aborted before, and opens nothing", async () => {
    const { source, state } = manualSource();
    const reader = collect(createSimulcast(source, [jpeg]).subscribe(["jpeg"])({ signal: AbortSignal.abort() }));
    await reader.ended;
    expect(reader.list).toEqual([]);
    expect(state.opened).toBe(0);
  });

  it("turns real JPEGs into WebPs beside the untouched JPEGs", async () => {
    const encoder = jpeg.createEncoder();
    const frame = await encoder.encode(
      picture({ subject: "smooth", format: "RGB", width: 64, height: 48, sequence: 5 }),
    );
    const { source, give } = manualSource();
    const encodings = createSimulcast(source, [jpeg, webp]);
    const untouched = encodings.subscribe(["jpeg", "webp"])()[Symbol.asyncIterator]();
    const converted = encodings.subscribe(["webp"])()[Symbol.asyncIterator]();
    const first = [untouched.next(), converted.next()] as const;
    await settled();
    await give(frame);
    expect((await first[0]).value).toBe(frame);
    const { value } = await first[1];
    expect(value && isEncoded(value) ? value : undefined).toMatchObject({ codec: "webp", sequence: 5, width: 64 });
    const decoded = await webp.createDecoder().decode(value as EncodedFrame);
    expect(decoded.data.length).toBe(64 * 48 * 3);
    await Promise.all([untouched.return?.(), converted.return?.()]);
  });
});

describe("pushTo() of a receiver's frames", () => {
  it("gives each frame as it comes, untouched or encoded, until the signal aborts", async () => {
    const { source, state, give } = manualSource();
    const [a, b] = [testCodec("a"), testCodec("b")];
    const encodings = createSimulcast(source, [a.codec, b.codec]);
    const leaving = new AbortController();
    const taken: EncodedFrame[] = [];
    const pushed = encodings
      .subscribe(["b"])({ signal: leaving.signal })
      .pushTo({ put: (frame) => taken.push(frame) });
    await settled();
    await give(pixels(1));
    await give(pixels(2));
    expect(names(taken)).toEqual(["b 1", "b 2"]);
    leaving.abort();
    await pushed;
    await settled();
    expect(state.open).toBe(0);
  });

  it("rejects with what `take` throws, and with what the source does", async () => {
    const { source, state, give, end } = manualSource();
    const encodings = createSimulcast(source, [testCodec("a").codec]);
    const refused = expect(
      encodings
        .subscribe(["a"])()
        .pushTo({
          put() {
            throw new Error("Not this one.");
          },
        }),
    ).rejects.toThrow("Not this one.");
    const other = expect(
      encodings
        .subscribe(["a"])()
        .pushTo({ put: () => {} }),
    ).rejects.toThrow("The camera is gone.");
    await settled();
    await give(pixels(1));
    await refused;
    expect(state.open).toBe(1);
    await end(new Error("The camera is gone."));
    await other;
  });
});
