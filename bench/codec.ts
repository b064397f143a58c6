import { parseArgs } from "node:util";
import { isOpenCVBuilt, opencvJpeg, opencvWebp } from "@framewire/capture-opencv";
import { type Codec, decode, encode, jpeg, jpegSharp, jpegTurbo, webp } from "@framewire/codec";
import { psnr } from "@framewire/codec/compliance";
import type { EncodedFrame, PixelFormat, VideoFrame } from "@framewire/media";
import { type Cost, compare, middle, quartiles, repeated, round, together } from "./codec/compare.ts";
import { footage } from "./codec/footage.ts";
import { openPeers, type Peers } from "./codec/peers.ts";
import { scene } from "./codec/scene.ts";
import { throughCodec, throughSharp, type Way } from "./codec/way.ts";
import { median, table } from "./table.ts";

interface WayRow {
  readonly size: string;
  readonly what: string;
  readonly bytes: number;
  readonly psnr: number;
  readonly encode: Cost;
  readonly decode: Cost;
}

interface GoalRow {
  readonly size: string;
  /** Encoding and decoding beside tjbench's time for it: the median of the turns. */
  readonly ratio: number;
  /** The half of the turns that lies about the median is within these. */
  readonly half: readonly [number, number];
  readonly cpuRatio: number;
  readonly goal: number;
  readonly met: boolean;
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

/** The most that encoding and decoding may take, beside libjpeg-turbo's own time for it. */
const goal = 1.15;

/** Turns of the goal's two for each round of all: what is near 1 takes many to tell. */
const goalTurns = 6;

/**
 * `pnpm bench codec`: what each codec takes to encode and decode one picture, one at a time, beside
 * libjpeg-turbo's own benchmark and OpenCV with the same picture, quality and subsampling. Then the codec that apps
 * use by turns with libjpeg-turbo's own alone, the layouts of pixels, and several frames in work. Exits with 1 where
 * the goal is missed.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: { rounds: { type: "string", default: "7" }, json: { type: "boolean", default: false } },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) {
    throw new RangeError(`--rounds must be a whole number of at least 1, and is ${values.rounds}.`);
  }
  const ways: WayRow[] = [];
  const goals: GoalRow[] = [];
  for (const [width, height] of sizes) {
    const frame = pictureOf(width, height);
    const peers = openPeers(frame, quality);
    try {
      ways.push(...(await measureWays(frame, peers, rounds)));
      if (typeof peers.tjbench !== "string") goals.push(await measureGoal(frame, peers.tjbench, goalTurns * rounds));
    } finally {
      peers.close();
    }
  }
  const layouts = await measureLayouts(pictureOf(1920, 1080), rounds);
  const concurrency: ConcurrencyRow[] = [];
  for (const codec of [jpeg, webp])
    concurrency.push(...(await measureConcurrency(codec, pictureOf(1280, 720), rounds)));
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ bench: "codec", ways, goals, layouts, concurrency })}\n`
      : [waysTable(ways), goalTable(goals), layoutTable(layouts), concurrencyTable(concurrency)].join("\n"),
  );
  if (goals.some(({ met }) => !met)) process.exitCode = 1;
}

/** A street where there is one, and otherwise a picture with as much in it. */
function pictureOf(width: number, height: number): VideoFrame {
  const pictures = footage(width, height, 1);
  if (typeof pictures !== "string" && pictures[0]) return pictures[0];
  return scene(width, height);
}

async function measureWays(frame: VideoFrame, peers: Peers, rounds: number): Promise<WayRow[]> {
  const ways: Way[] = [];
  if (jpegTurbo) ways.push(await throughCodec("jpeg, libjpeg-turbo", jpegTurbo, frame, quality));
  else process.stderr.write("The native JPEG codec does not load here: jpeg is sharp's.\n");
  ways.push(
    await throughCodec("jpeg, sharp", jpegSharp, frame, quality),
    await throughSharp("jpeg", frame, quality),
    await throughCodec("webp, sharp", webp, frame, quality),
    await throughSharp("webp", frame, quality),
  );
  if (isOpenCVBuilt()) {
    ways.push(
      await throughCodec("jpeg, OpenCV in Node", opencvJpeg, frame, quality),
      await throughCodec("webp, OpenCV in Node", opencvWebp, frame, quality),
    );
  } else process.stderr.write("Not beside it: OpenCV in Node is not built (pnpm setup:opencv).\n");
  for (const peer of [peers.tjbench, peers.opencv]) {
    if (typeof peer !== "string") ways.push(peer);
    else process.stderr.write(`Not beside it: ${peer}\n`);
  }
  const costs = await compare(ways, rounds);
  return ways.map(({ what, bytes, pixels }, i) => ({
    size: sizeOf(frame),
    what,
    bytes,
    psnr: round(psnr(frame.data, pixels)),
    encode: middle(costs[i]?.map(({ encode }) => encode)),
    decode: middle(costs[i]?.map(({ decode }) => decode)),
  }));
}

/** The codec that apps use by default and tjbench, by turns and with nothing between them: each turn has its own ratio. */
async function measureGoal(frame: VideoFrame, tjbench: Way, turns: number): Promise<GoalRow> {
  const ours = await throughCodec(jpeg.name, jpeg, frame, quality);
  const [own = [], its = []] = await compare([ours, tjbench], turns);
  const ratios = (key: keyof Cost): number[] =>
    own.flatMap((cost, turn) => (its[turn] ? [together(cost)[key] / together(its[turn])[key]] : []));
  const [low = Number.NaN, ratio = Number.NaN, high = Number.NaN] = quartiles(ratios("ms"));
  return {
    size: sizeOf(frame),
    ratio: round(ratio),
    half: [round(low), round(high)],
    cpuRatio: round(median(ratios("cpuMs"))),
    goal,
    met: ratio <= goal,
  };
}

async function measureLayouts(frame: VideoFrame, rounds: number): Promise<LayoutRow[]> {
  const encoder = jpeg.createEncoder({ quality });
  const frames = (["RGB", "RGBA", "BGR"] as const).map((format) => laidOut(frame, format));
  const costs = await compare(
    frames.map((pixels) => repeated(() => encoder.encode(pixels))),
    rounds,
  );
  return frames.map(({ format }, i) => ({ size: sizeOf(frame), format, encode: middle(costs[i]) }));
}

/** Frames per second with several in work: on a machine with two cores, more than two wait for a core. */
async function measureConcurrency(codec: Codec, frame: VideoFrame, rounds: number): Promise<ConcurrencyRow[]> {
  const count = 12;
  const encoder = codec.createEncoder({ quality });
  const decoder = codec.createDecoder();
  const encoded = await encoder.encode(frame);
  const counts = [1, 2, 3, 4];
  const costs = await compare(
    counts.flatMap((concurrency) => [
      repeated(() => drain(encode(repeat(frame, count), encoder, { concurrency }))),
      repeated(() => drain(decode(repeat(encoded, count), decoder, { concurrency }))),
    ]),
    rounds,
  );
  return counts.map((concurrency, i) => ({
    size: sizeOf(frame),
    codec: codec.name,
    concurrency,
    encodeFps: round((1000 * count) / middle(costs[2 * i]).ms),
    decodeFps: round((1000 * count) / middle(costs[2 * i + 1]).ms),
  }));
}

async function* repeat<T extends VideoFrame | EncodedFrame>(frame: T, count: number): AsyncGenerator<T> {
  for (let sequence = 0; sequence < count; sequence++) yield { ...frame, sequence };
}

async function drain(frames: AsyncIterable<VideoFrame | EncodedFrame>): Promise<void> {
  for await (const frame of frames) if ("close" in frame) frame.close?.();
}

function sizeOf({ width, height }: VideoFrame): string {
  return `${width}x${height}`;
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

function waysTable(rows: readonly WayRow[]): string {
  return table(
    ["size", "quality 80", "bytes", "PSNR dB", "encode ms", "CPU-ms", "decode ms", "CPU-ms", "both beside tjbench's"],
    rows.map((row) => {
      const tjbench = rows.find(({ size, what }) => size === row.size && what === "tjbench");
      return [
        row.size,
        row.what,
        row.bytes,
        row.psnr.toFixed(2),
        ...[row.encode, row.decode].flatMap(({ ms, cpuMs }) => [ms.toFixed(2), cpuMs.toFixed(2)]),
        tjbench ? (together(row).ms / together(tjbench).ms).toFixed(2) : "-",
      ];
    }),
  );
}

function goalTable(rows: readonly GoalRow[]): string {
  if (rows.length === 0) return "Nothing is said of the goal: there is no tjbench to measure beside.\n";
  return table(
    ["size", `${jpeg.name} by ${jpeg.implementation} beside tjbench`, "half of the turns", "CPU", "goal", "met"],
    rows.map(({ size, ratio, half, cpuRatio, goal, met }) => [
      size,
      ratio.toFixed(2),
      half.map((each) => each.toFixed(2)).join(" to "),
      cpuRatio.toFixed(2),
      `<= ${goal}`,
      met ? "yes" : "no",
    ]),
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
