/** Measures the video that a server sends. */
import { abortable, now } from "@framewire/media";
import type { Connection, Percentiles } from "@framewire/protocol";

/** The server's video as received. */
export interface ReceiveMeasurement extends FrameFormat {
  readonly fps: number;
  readonly bitsPerSecond: number;
  /** Time from capture there to reception here, in milliseconds; undefined until the clock offset is known. */
  readonly ageMs: Percentiles | undefined;
}

/** The format of a frame. */
interface FrameFormat {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** Level of the server's ladder, which determines `width` and `height`; 0 is the best. */
  readonly level: number;
}

/** How long the server's camera may take to deliver its first frame. */
const firstFrameTimeoutMs = 4000;

/** Frames of this time are not measured: they wait for the camera, and TCP is still in slow start. */
const warmUpMs = 2000;

/** Receives frames for `ms` milliseconds after the warm-up. Returns undefined if none arrives. */
export async function measureReceive(
  connection: Connection,
  { ms, signal }: { readonly ms: number; readonly signal: AbortSignal },
): Promise<ReceiveMeasurement | undefined> {
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  let timer = setTimeout(() => stop.abort(), firstFrameTimeoutMs);
  let first: { readonly at: number; readonly format: FrameFormat } | undefined;
  let since: number | undefined;
  const formats: FrameFormat[] = [];
  let bytes = 0;
  try {
    for await (const { codec, width, height, level = 0, data } of abortable(connection.frames, ended)) {
      const at = now();
      const format = { codec, width, height, level };
      if (!first) {
        first = { at, format };
        clearTimeout(timer);
        timer = setTimeout(() => stop.abort(), warmUpMs + ms);
      }
      if (since !== undefined) {
        formats.push(format);
        bytes += data.byteLength;
      } else if (at - first.at >= warmUpMs * 1000) since = at;
    }
  } finally {
    clearTimeout(timer);
  }
  signal.throwIfAborted();
  if (!first) return undefined;
  const seconds = (now() - (since ?? first.at)) / 1e6;
  return {
    ...(typicalFormat(formats) ?? first.format),
    ageMs: connection.stats().ageMs,
    fps: formats.length / seconds,
    bitsPerSecond: (bytes * 8) / seconds,
  };
}

/** Returns the format with the median level in the second half, when the server's bandwidth estimate is stable. */
export function typicalFormat(formats: readonly FrameFormat[]): FrameFormat | undefined {
  const later = formats.slice(Math.floor(formats.length / 2)).toSorted((a, b) => a.level - b.level);
  return later[Math.floor(later.length / 2)];
}
