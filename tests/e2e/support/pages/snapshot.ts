/** Images of streams, and how to compare them. */
import { jpeg } from "@framewire/codec";
import type { VideoFrame } from "@framewire/media";
import { readJpegHeader } from "@framewire/media/jpeg";
import { expect } from "vitest";
import { until } from "../apps/wait.ts";

/** Fetches a stream's newest frame from a page, as a JPEG. */
export async function snapshot(page: string, id: string): Promise<Buffer> {
  const response = await fetch(`${page}streams/${id}.jpg`, { signal: AbortSignal.timeout(8000) });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("image/jpeg");
  return Buffer.from(await response.arrayBuffer());
}

/** Decodes a JPEG, whichever size its level has. */
export async function decode(data: Uint8Array): Promise<VideoFrame> {
  const header = readJpegHeader(data);
  if (typeof header === "string") throw new Error(`This is no JPEG: ${header}.`);
  const { width, height } = header;
  const decoder = jpeg.createDecoder();
  try {
    return await decoder.decode({ codec: "jpeg", type: "key", sequence: 0, timestamp: 0, width, height, data });
  } finally {
    await decoder.close();
  }
}

/** Waits for a frame of this size: a busy machine sends smaller levels for a while. Returns it decoded. */
export async function decodeSnapshot(page: string, id: string, width: number, height: number): Promise<VideoFrame> {
  return until(
    async () => {
      const decoded = await decode(await snapshot(page, id));
      return decoded.width === width && decoded.height === height ? decoded : undefined;
    },
    { within: 30_000, describe: () => `The stream ${id} has no frame of ${width}x${height}.` },
  );
}

/** Mean difference of two images of one size, per channel, of 255. */
export function difference(a: Uint8Array, b: Uint8Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0) / a.length;
}
