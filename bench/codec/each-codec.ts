/** Each codec, beside the same format in other programs. */
import { isOpenCVBuilt, opencvJpeg, opencvWebp } from "@framewire/capture-opencv";
import { type Codec, jpegSharp, jpegTurbo, webp } from "@framewire/codec";
import { psnr } from "@framewire/codec/compliance";
import type { VideoFrame } from "@framewire/media";
import { medians, table } from "../table.ts";
import { type Candidate, type CodecCost, costOf, quality, takeTurns, total } from "./cost.ts";

/** One codec at one size. */
export interface CodecRow extends CodecCost {
  readonly size: string;
  readonly name: string;
  readonly bytes: number;
  readonly psnr: number;
}

/** Measures each codec that loads here, and the other programs. Missing ones are named on standard error. */
export async function measureEachCodec(
  frame: VideoFrame,
  others: readonly Candidate[],
  rounds: number,
): Promise<CodecRow[]> {
  const candidates: Candidate[] = [];
  if (jpegTurbo) candidates.push(await throughCodec("jpeg, libjpeg-turbo", jpegTurbo, frame));
  else process.stderr.write("Not measured: the native JPEG codec, which does not load on this platform.\n");
  candidates.push(await throughCodec("jpeg, sharp", jpegSharp, frame));
  candidates.push(await throughCodec("webp, sharp", webp, frame));
  if (isOpenCVBuilt()) {
    candidates.push(await throughCodec("jpeg, OpenCV in Node", opencvJpeg, frame));
    candidates.push(await throughCodec("webp, OpenCV in Node", opencvWebp, frame));
  } else process.stderr.write("Not measured: OpenCV in Node, which is not built (pnpm setup:opencv).\n");
  candidates.push(...others);
  const costs = await takeTurns(candidates, rounds);
  return candidates.map(({ name, bytes, pixels }, i) => ({
    size: `${frame.width}x${frame.height}`,
    name,
    bytes,
    psnr: psnr(frame.data, pixels),
    encode: medians(costs[i]?.map(({ encode }) => encode) ?? []),
    decode: medians(costs[i]?.map(({ decode }) => decode) ?? []),
  }));
}

/** Through a codec of ours. */
export async function throughCodec(name: string, codec: Codec, frame: VideoFrame): Promise<Candidate> {
  const [encoder, decoder] = [codec.createEncoder({ quality }), codec.createDecoder()];
  const encoded = await encoder.encode(frame);
  const { data: pixels } = await decoder.decode(encoded);
  return {
    name,
    bytes: encoded.data.length,
    pixels,
    run: async () => ({
      encode: await costOf(() => encoder.encode(frame)),
      decode: await costOf(async () => (await decoder.decode(encoded)).close?.()),
    }),
  };
}

/** The last column compares both directions with tjbench. */
export function codecTable(rows: readonly CodecRow[]): string {
  return table(
    ["size", `quality ${quality}`, "bytes", "PSNR dB", "encode ms", "CPU-ms", "decode ms", "CPU-ms", "both / tjbench"],
    rows.map((row) => {
      const tjbench = rows.find(({ size, name }) => size === row.size && name === "tjbench");
      return [
        row.size,
        row.name,
        row.bytes,
        row.psnr.toFixed(2),
        ...[row.encode, row.decode].flatMap(({ ms, cpuMs }) => [ms.toFixed(2), cpuMs.toFixed(2)]),
        tjbench ? (total(row).ms / total(tjbench).ms).toFixed(2) : "-",
      ];
    }),
  );
}
