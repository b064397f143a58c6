import { isOpenCVBuilt, opencvJpeg, opencvWebp } from "@framewire/capture-opencv";
import { jpegSharp, jpegTurbo, webp } from "@framewire/codec";
import { psnr } from "@framewire/codec/compliance";
import type { VideoFrame } from "@framewire/media";
import { table } from "../table.ts";
import { type Cost, compare, middle, round, together } from "./compare.ts";
import type { Peers } from "./peers.ts";
import { quality, sizeOf } from "./picture.ts";
import { throughCodec, throughSharp, type Way } from "./way.ts";

/** What one way takes to encode and decode a picture, and what comes of it. */
export interface WayRow {
  readonly size: string;
  readonly what: string;
  readonly bytes: number;
  readonly psnr: number;
  readonly encode: Cost;
  readonly decode: Cost;
}

/** Each codec, one picture at a time, beside the same in other programs. What there is none of here is said. */
export async function measureWays(frame: VideoFrame, peers: Peers, rounds: number): Promise<WayRow[]> {
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

/** With both times together beside those of tjbench, where it is there. */
export function waysTable(rows: readonly WayRow[]): string {
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
