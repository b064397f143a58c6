/** What the codecs cost: beside sharp's own defaults, for each layout of pixels, and with several frames in work. */
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import { type Codec, decode, encode, jpeg, webp } from "@framewire/codec";
import { psnr } from "@framewire/codec/compliance";
import type { EncodedFrame, PixelFormat, VideoFrame } from "@framewire/media";
import { table } from "./table.ts";

/** As much of sharp as its defaults need. It is the codec package's own, so that both are of one version. */
interface Sharp {
  jpeg(options: { quality: number }): Sharp;
  webp(options: { quality: number }): Sharp;
  raw(): Sharp;
  toBuffer(): Promise<Buffer>;
}
type OpenSharp = (data: Uint8Array, options?: { raw: { width: number; height: number; channels: 3 } }) => Sharp;
const sharp: OpenSharp = createRequire(import.meta.resolve("@framewire/codec"))("sharp");

interface Cost {
  /** Wall time of one frame, with nothing else in work. */
  readonly ms: number;
  /** CPU time of one frame, user and system, on all threads. */
  readonly cpuMs: number;
}

interface SettingsRow {
  readonly size: string;
  readonly what: string;
  readonly bytes: number;
  readonly psnr: number;
  readonly encode: Cost;
  readonly decode: Cost;
}

interface LayoutRow {
  readonly size: string;
  readonly format: PixelFormat;
  readonly encode: Cost;
}

interface ConcurrencyRow {
  readonly size: string;
  readonly codec: string;
  readonly concurrency: number;
  readonly encodeFps: number;
  readonly decodeFps: number;
}

const sizes = [
  [768, 576],
  [1280, 720],
  [1920, 1080],
] as const;
const quality = 80;

export async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: { rounds: { type: "string", default: "7" }, json: { type: "boolean", default: false } },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new RangeError(`--rounds must be a whole number of at least 1, and is ${values.rounds}.`);
  }
  const settings: SettingsRow[] = [];
  for (const [width, height] of sizes) settings.push(...(await measureSettings(scene(width, height), rounds)));
  const layouts = await measureLayouts(scene(1920, 1080), rounds);
  const concurrency: ConcurrencyRow[] = [];
  for (const codec of [jpeg, webp]) concurrency.push(...(await measureConcurrency(codec, scene(1280, 720), rounds)));
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ bench: "codec", settings, layouts, concurrency })}\n`
      : [settingsTable(settings), layoutTable(layouts), concurrencyTable(concurrency)].join("\n"),
  );
}

/** Each codec beside the same format with sharp's defaults: encode, decode, bytes and what is left of the picture. */
async function measureSettings(frame: VideoFrame, rounds: number): Promise<SettingsRow[]> {
  const { width, height, data } = frame;
  const open = () => sharp(data, { raw: { width, height, channels: 3 } });
  const ways = [
    { what: "jpeg", ...throughCodec(jpeg, frame) },
    { what: "jpeg, sharp's defaults", ...throughSharp(() => open().jpeg({ quality }).toBuffer()) },
    { what: "webp", ...throughCodec(webp, frame) },
    { what: "webp, sharp's defaults", ...throughSharp(() => open().webp({ quality }).toBuffer()) },
  ];
  const encoded = await Promise.all(ways.map(({ encode }) => encode()));
  const decoded = await Promise.all(ways.map(({ decode }, i) => decode(encoded[i] as Uint8Array)));
  const encodes = await compare(
    ways.map(({ encode }) => encode),
    rounds,
  );
  const decodes = await compare(
    ways.map(
      ({ decode }, i) =>
        () =>
          decode(encoded[i] as Uint8Array),
    ),
    rounds,
  );
  return ways.map(({ what }, i) => ({
    size: `${width}x${height}`,
    what,
    bytes: encoded[i]?.length ?? 0,
    psnr: round(psnr(data, decoded[i] as Uint8Array)),
    encode: encodes[i] as Cost,
    decode: decodes[i] as Cost,
  }));
}

interface Way {
  encode(): Promise<Uint8Array>;
  decode(data: Uint8Array): Promise<Uint8Array>;
}

function throughCodec(codec: Codec, frame: VideoFrame): Way {
  const [encoder, decoder] = [codec.createEncoder({ quality }), codec.createDecoder()];
  const { sequence, timestamp, width, height } = frame;
  return {
    encode: async () => (await encoder.encode(frame)).data,
    decode: async (data) =>
      (await decoder.decode({ sequence, timestamp, codec: codec.name, type: "key", width, height, data })).data,
  };
}

function throughSharp(encode: () => Promise<Buffer>): Way {
  return { encode, decode: (data) => sharp(data).raw().toBuffer() };
}

async function measureLayouts(frame: VideoFrame, rounds: number): Promise<LayoutRow[]> {
  const encoder = jpeg.createEncoder({ quality });
  const frames = (["RGB", "RGBA", "BGR"] as const).map((format) => laidOut(frame, format));
  const costs = await compare(
    frames.map((pixels) => () => encoder.encode(pixels)),
    rounds,
  );
  const size = `${frame.width}x${frame.height}`;
  return frames.map(({ format }, i) => ({ size, format, encode: costs[i] as Cost }));
}

/** Frames per second with several in work: on a machine with two cores, more than two wait for a core. */
async function measureConcurrency(codec: Codec, frame: VideoFrame, rounds: number): Promise<ConcurrencyRow[]> {
  const count = 12;
  const encoded = await codec.createEncoder({ quality }).encode(frame);
  const ways = [1, 2, 3, 4].map((concurrency) => ({
    concurrency,
    encode: () => drain(encode(repeat(frame, count), codec.createEncoder({ quality }), { concurrency })),
    decode: () => drain(decode(repeat(encoded, count), codec.createDecoder(), { concurrency })),
  }));
  const encodes = await compare(
    ways.map((way) => way.encode),
    rounds,
    1,
  );
  const decodes = await compare(
    ways.map((way) => way.decode),
    rounds,
    1,
  );
  return ways.map(({ concurrency }, i) => ({
    size: `${frame.width}x${frame.height}`,
    codec: codec.name,
    concurrency,
    encodeFps: round((1000 * count) / (encodes[i]?.ms ?? 0)),
    decodeFps: round((1000 * count) / (decodes[i]?.ms ?? 0)),
  }));
}

async function* repeat<T extends VideoFrame | EncodedFrame>(frame: T, count: number): AsyncGenerator<T> {
  for (let sequence = 0; sequence < count; sequence++) yield { ...frame, sequence };
}

async function drain(frames: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of frames);
}

/** The median cost of each, all by turns, so that a slow moment of the machine strikes them alike. */
async function compare(works: readonly (() => Promise<unknown>)[], rounds: number, times = 4): Promise<Cost[]> {
  const costs = works.map(() => ({ ms: [] as number[], cpuMs: [] as number[] }));
  for (let turn = -1; turn < rounds; turn++) {
    for (const [i, work] of works.entries()) {
      const start = performance.now();
      const cpu = process.cpuUsage();
      for (let time = 0; time < times; time++) await work();
      const { user, system } = process.cpuUsage(cpu);
      // The first turn warms up.
      if (turn < 0) continue;
      costs[i]?.ms.push((performance.now() - start) / times);
      costs[i]?.cpuMs.push((user + system) / 1000 / times);
    }
  }
  return costs.map(({ ms, cpuMs }) => ({ ms: round(median(ms)), cpuMs: round(median(cpuMs)) }));
}

/**
 * A picture with as much in it as a camera's: light and shade at all scales (value noise in octaves), some
 * colour, and grain. At 768x576 it takes about as many bytes as a frame of a street does.
 */
function scene(width: number, height: number): VideoFrame {
  const data = new Uint8Array(width * height * 3);
  const unit = 768 / width;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) {
      const [u, v] = [x * unit, y * unit];
      let light = 0;
      for (let cell = 256, weight = 110; cell >= 2; cell /= 2, weight /= 1.27) {
        light += weight * (noise(u / cell, v / cell, cell) - 0.5);
      }
      const warm = 60 * (noise(u / 150, v / 150, 7) - 0.5);
      const grain = 8 * (lattice(x, y, 3) - 0.5);
      data[i] = clamp(125 + light + warm + grain);
      data[i + 1] = clamp(125 + light + grain);
      data[i + 2] = clamp(120 + light - warm + grain);
    }
  }
  return { sequence: 0, timestamp: 0, format: "RGB", width, height, data };
}

/** Value noise from 0 to 1: a lattice of random values with bilinear steps between. */
function noise(x: number, y: number, seed: number): number {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const [right, down] = [x - column, y - row];
  const top = lattice(column, row, seed) * (1 - right) + lattice(column + 1, row, seed) * right;
  const bottom = lattice(column, row + 1, seed) * (1 - right) + lattice(column + 1, row + 1, seed) * right;
  return top * (1 - down) + bottom * down;
}

/** A number from 0 to 1 that is always the same for the same place: an integer hash. */
function lattice(x: number, y: number, seed: number): number {
  let hash = Math.imul(x, 374_761_393) ^ Math.imul(y, 668_265_263) ^ Math.imul(seed, 1_274_126_177);
  hash = Math.imul(hash ^ (hash >>> 13), 1_103_515_245);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

function clamp(sample: number): number {
  return Math.max(0, Math.min(255, sample));
}

function laidOut(frame: VideoFrame, format: PixelFormat): VideoFrame {
  const step = format === "RGBA" ? 4 : 3;
  const order = format === "BGR" ? [2, 1, 0] : [0, 1, 2];
  const data = new Uint8Array(frame.width * frame.height * step).fill(255);
  for (let from = 0, to = 0; from < frame.data.length; from += 3, to += step) {
    for (const [channel, place] of order.entries()) data[to + place] = frame.data[from + channel] ?? 0;
  }
  return { ...frame, format, data };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function settingsTable(rows: readonly SettingsRow[]): string {
  return table(
    [
      "size",
      "quality 80",
      "bytes",
      "PSNR dB",
      "encode ms",
      "CPU-ms",
      "decode ms",
      "CPU-ms",
      "encode, ratio",
      "bytes, ratio",
    ],
    rows.map((row) => {
      const ours = rows.find(({ size, what }) => size === row.size && row.what.startsWith(what));
      return [
        row.size,
        row.what,
        row.bytes,
        row.psnr.toFixed(1),
        ...[row.encode, row.decode].flatMap(({ ms, cpuMs }) => [ms.toFixed(2), cpuMs.toFixed(2)]),
        (row.encode.cpuMs / (ours?.encode.cpuMs ?? 0)).toFixed(2),
        (row.bytes / (ours?.bytes ?? 0)).toFixed(2),
      ];
    }),
  );
}

function layoutTable(rows: readonly LayoutRow[]): string {
  return table(
    ["size", "jpeg from", "encode ms", "CPU-ms"],
    rows.map(({ size, format, encode: { ms, cpuMs } }) => [size, format, ms.toFixed(2), cpuMs.toFixed(2)]),
  );
}

function concurrencyTable(rows: readonly ConcurrencyRow[]): string {
  return table(
    ["size", "codec", "frames in work", "encode fps", "decode fps"],
    rows.map(({ size, codec, concurrency, encodeFps, decodeFps }) => [
      size,
      codec,
      concurrency,
      encodeFps.toFixed(0),
      decodeFps.toFixed(0),
    ]),
  );
}
