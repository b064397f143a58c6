/** `pnpm bench codec --ladder`: the default ladder on a street, and the curves that its `relativeBytes` come from. */
import { createSimulcast, jpeg, ladder, type Rendition } from "@framewire/codec";
import { psnr } from "@framewire/codec/compliance";
import type { EncodedFrame, VideoFrame } from "@framewire/media";
import type { Report } from "../command.ts";
import { footage } from "../footage.ts";
import { table } from "../table.ts";

/** Frames of the street in each size. */
const frameCount = 13;
const qualities = [1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 98, 100];
const scales = [0.05, 0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.875, 1];
const sizes = [
  [768, 576],
  [1280, 720],
] as const;

/** Measures bytes and PSNR of each rendition, and bytes by quality (at scale 1) and by scale (at quality 30). */
export async function measureLadder(): Promise<Report> {
  const renditions: (string | number)[][] = [];
  const curves: (string | number)[][] = [];
  for (const [width, height] of sizes) {
    const size = `${width}x${height}`;
    const frames = footage(width, height, frameCount);
    const first = await meanBytes(frames, ladder[0] as Rendition);
    for (const [level, rendition] of ladder.entries()) {
      const encoded = await encodeAll(frames, rendition);
      const bytes = mean(encoded.map(({ data }) => data.length));
      const decibels = await Promise.all(encoded.map((frame, i) => psnrOf(frames[i] as VideoFrame, frame)));
      const { quality, scale, relativeBytes } = rendition;
      const ratios = [bytes / first, relativeBytes].map((ratio) => ratio.toFixed(3));
      renditions.push([size, level, quality, scale, Math.round(bytes), ...ratios, mean(decibels).toFixed(1)]);
    }
    const curve = async (quality: number, scale: number, to: number): Promise<void> => {
      const bytes = await meanBytes(frames, { quality, scale, relativeBytes: 1 });
      curves.push([size, quality, scale, (bytes / to).toFixed(3)]);
    };
    const [at80, at30] = [await meanBytes(frames, at(80)), await meanBytes(frames, at(30))];
    for (const quality of qualities) await curve(quality, 1, at80);
    for (const scale of scales) await curve(30, scale, at30);
  }
  const head = ["size", "level", "quality", "scale", "bytes", "relative bytes", "in the ladder", "PSNR dB"];
  return {
    json: { renditions, curves },
    text: `${table(head, renditions)}\n${table(["size", "quality", "scale", "relative bytes"], curves)}`,
    met: true,
  };
}

function at(quality: number): Rendition {
  return { quality, scale: 1, relativeBytes: 1 };
}

async function meanBytes(frames: readonly VideoFrame[], rendition: Rendition): Promise<number> {
  return mean((await encodeAll(frames, rendition)).map(({ data }) => data.length));
}

/** Each frame as a receiver gets it, through a simulcast of its own, so that none is dropped. */
async function encodeAll(frames: readonly VideoFrame[], rendition: Rendition): Promise<EncodedFrame[]> {
  const encoded: EncodedFrame[] = [];
  for (const frame of frames) {
    const source = async function* (): AsyncGenerator<VideoFrame> {
      yield frame;
    };
    for await (const one of createSimulcast(source, [jpeg], { ladder: [rendition] }).subscribe(["jpeg"])())
      encoded.push(one);
  }
  return encoded;
}

/** Of the frame decoded and enlarged as a viewer does it. */
async function psnrOf(original: VideoFrame, encoded: EncodedFrame): Promise<number> {
  const decoder = jpeg.createDecoder();
  const decoded = await decoder.decode(encoded);
  await decoder.close();
  return psnr(original.data, decoded.width === original.width ? decoded.data : enlarge(decoded, original));
}

/** Bilinear between the centres of pixels. (libvips aligns corners when it enlarges, which would count as noise.) */
function enlarge({ width, height, data }: VideoFrame, to: VideoFrame): Uint8Array {
  const larger = new Uint8Array(to.width * to.height * 3);
  const [columns, rows] = [neighbours(width, to.width), neighbours(height, to.height)];
  for (const [y, [above, below, down]] of rows.entries()) {
    for (const [x, [left, right, across]] of columns.entries()) {
      for (let channel = 0; channel < 3; channel++) {
        const sample = (row: number, column: number) => data[3 * (row * width + column) + channel] as number;
        const top = sample(above, left) * (1 - across) + sample(above, right) * across;
        const bottom = sample(below, left) * (1 - across) + sample(below, right) * across;
        larger[3 * (y * to.width + x) + channel] = Math.round(top * (1 - down) + bottom * down);
      }
    }
  }
  return larger;
}

/** The two source pixels of each pixel, and the weight of the second. */
function neighbours(from: number, to: number): readonly (readonly [low: number, high: number, weight: number])[] {
  return Array.from({ length: to }, (_, i) => {
    const position = Math.min(from - 1, Math.max(0, ((i + 0.5) * from) / to - 0.5));
    const low = Math.floor(position);
    return [low, Math.min(from - 1, low + 1), position - low];
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
