/** Images of streams, and how to compare them. */
import { jpeg } from "@framewire/codec";
import type { VideoFrame } from "@framewire/media";
import { expect } from "vitest";

/** Fetches a stream's newest frame from a page, as a JPEG. */
export async function snapshot(page: string, id: string): Promise<Buffer> {
  const response = await fetch(`${page}streams/${id}.jpg`, { signal: AbortSignal.timeout(8000) });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("image/jpeg");
  return Buffer.from(await response.arrayBuffer());
}

/** Decodes a JPEG that must have this size. */
export async function decode(data: Uint8Array, width: number, height: number): Promise<VideoFrame> {
  const decoder = jpeg.createDecoder();
  try {
    return await decoder.decode({ codec: "jpeg", type: "key", sequence: 0, timestamp: 0, width, height, data });
  } finally {
    await decoder.close();
  }
}

/** Mean difference of two images of one size, per channel, of 255. */
export function difference(a: Uint8Array, b: Uint8Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((sum, value, i) => sum + Math.abs(value - (b[i] ?? 0)), 0) / a.length;
}
