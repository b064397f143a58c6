import { jpeg } from "@framewire/codec";
import type { PixelFormat, VideoFrame } from "@framewire/media";
import { table } from "../table.ts";
import { type Cost, compare, middle, repeated } from "./compare.ts";
import { quality, sizeOf } from "./picture.ts";

/** What it takes to encode pixels that lie in this order. */
export interface LayoutRow {
  readonly size: string;
  readonly format: PixelFormat;
  readonly encode: Cost;
}

/** The same picture in each order of its pixels' bytes. */
export async function measureLayouts(frame: VideoFrame, rounds: number): Promise<LayoutRow[]> {
  const encoder = jpeg.createEncoder({ quality });
  const frames = (["RGB", "RGBA", "BGR"] as const).map((format) => laidOut(frame, format));
  const costs = await compare(
    frames.map((pixels) => repeated(() => encoder.encode(pixels))),
    rounds,
  );
  return frames.map(({ format }, i) => ({ size: sizeOf(frame), format, encode: middle(costs[i]) }));
}

/** A row for each order. */
export function layoutTable(rows: readonly LayoutRow[]): string {
  return table(
    ["size", "jpeg from", "encode ms", "CPU-ms"],
    rows.map(({ size, format, encode: { ms, cpuMs } }) => [size, format, ms.toFixed(2), cpuMs.toFixed(2)]),
  );
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
