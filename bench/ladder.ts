import { parseArgs } from "node:util";
import { createEncodings, jpeg, ladder } from "@framewire/codec";
import { psnr } from "@framewire/codec/compliance";
import type { EncodedFrame, VideoFrame } from "@framewire/media";
import { enlarge } from "./codec/enlarge.ts";
import { footage } from "./codec/footage.ts";
import { table } from "./table.ts";

interface Row {
  readonly size: string;
  readonly level: number;
  readonly quality: number;
  readonly scale: number;
  /** Mean bytes of a picture. */
  readonly bytes: number;
  /** Beside the first level, as measured. */
  readonly share: number;
  /** As the ladder says. */
  readonly nominal: number;
  /** Beside the level before. */
  readonly step: number | undefined;
  /** Of the picture as large as the source's, in decibels. */
  readonly psnr: number;
}

interface CurveRow {
  readonly size: string;
  readonly what: string;
  readonly share: number;
}

const sizes = [
  [768, 576],
  [1280, 720],
] as const;

/**
 * `pnpm bench ladder`: what each level of the default ladder makes of a street's pictures, through
 * `createEncodings` as a server uses it: bytes, their share, the step from the level before, and what is left of the
 * picture. With `--curves` also what quality and scale alone do to the bytes, which the ladder's shares come from.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      pictures: { type: "string", default: "13" },
      curves: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const rows: Row[] = [];
  const curves: CurveRow[] = [];
  for (const [width, height] of sizes) {
    const pictures = footage(width, height, Number(values.pictures));
    if (typeof pictures === "string") {
      process.stderr.write(`${pictures}\n`);
      process.exitCode = 2;
      return;
    }
    rows.push(...(await measureLadder(pictures)));
    if (values.curves) curves.push(...(await measureCurves(pictures)));
  }
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ bench: "ladder", rows, curves })}\n`
      : [ladderTable(rows), ...(values.curves ? [curveTable(curves)] : [])].join("\n"),
  );
}

async function measureLadder(pictures: readonly VideoFrame[]): Promise<Row[]> {
  const sums = ladder.map(() => ({ bytes: 0, psnr: 0 }));
  for (const picture of pictures) {
    for (const [level, sum] of sums.entries()) {
      const encoded = await atLevel(picture, level);
      sum.bytes += encoded.data.length / pictures.length;
      sum.psnr += psnr(picture.data, await asLargeAs(picture, encoded)) / pictures.length;
    }
  }
  const size = `${pictures[0]?.width}x${pictures[0]?.height}`;
  return ladder.map(({ quality, scale, share: nominal }, level) => {
    const { bytes = Number.NaN, psnr = Number.NaN } = sums[level] ?? {};
    const before = sums[level - 1]?.bytes;
    const share = bytes / (sums[0]?.bytes ?? Number.NaN);
    const step = before === undefined ? undefined : bytes / before;
    return { size, level, quality, scale, bytes: Math.round(bytes), share, nominal, step, psnr };
  });
}

/** The picture as a receiver is sent it whose link has room for this level. */
async function atLevel(picture: VideoFrame, level: number): Promise<EncodedFrame> {
  const source = async function* (): AsyncGenerator<VideoFrame> {
    yield picture;
  };
  const encodings = createEncodings(source, [jpeg], { levels: ladder });
  for await (const frame of encodings.for(["jpeg"], { level: () => level })()) return frame;
  throw new Error("The picture could not be encoded.");
}

/** Decoded, and scaled up as a viewer would. */
async function asLargeAs(picture: VideoFrame, encoded: EncodedFrame): Promise<Uint8Array> {
  const decoder = jpeg.createDecoder();
  const decoded = await decoder.decode(encoded);
  await decoder.close();
  return decoded.width === picture.width ? decoded.data : enlarge(decoded, picture);
}

/** Bytes at each quality beside quality 80, and at each scale beside scale 1 at quality 30. */
async function measureCurves(pictures: readonly VideoFrame[]): Promise<CurveRow[]> {
  const size = `${pictures[0]?.width}x${pictures[0]?.height}`;
  const qualities = [1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 98, 100];
  const scales = [0.05, 0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.875];
  const full = await meanBytes(pictures, 80, 1);
  const low = await meanBytes(pictures, 30, 1);
  const rows: CurveRow[] = [];
  for (const quality of qualities) {
    rows.push({ size, what: `quality ${quality}`, share: (await meanBytes(pictures, quality, 1)) / full });
  }
  for (const scale of scales) {
    rows.push({ size, what: `scale ${scale}`, share: (await meanBytes(pictures, 30, scale)) / low });
  }
  return rows;
}

async function meanBytes(pictures: readonly VideoFrame[], quality: number, scale: number): Promise<number> {
  const source = async function* (): AsyncGenerator<VideoFrame> {
    yield* pictures;
  };
  let bytes = 0;
  const encodings = createEncodings(source, [jpeg], { levels: [{ quality, scale, share: 1 }] });
  for await (const frame of encodings.for(["jpeg"])()) bytes += frame.data.length;
  return bytes / (encodings.stats()[0]?.encoded ?? Number.NaN);
}

function ladderTable(rows: readonly Row[]): string {
  return table(
    ["size", "level", "quality", "scale", "bytes", "share", "as the ladder says", "beside the one before", "PSNR dB"],
    rows.map(({ size, level, quality, scale, bytes, share, nominal, step, psnr }) => [
      size,
      level,
      quality,
      scale,
      bytes,
      share.toFixed(3),
      nominal.toFixed(3),
      step?.toFixed(2) ?? "-",
      psnr.toFixed(1),
    ]),
  );
}

function curveTable(rows: readonly CurveRow[]): string {
  return table(
    ["size", "bytes at", "share"],
    rows.map(({ size, what, share }) => [size, what, share.toFixed(3)]),
  );
}
