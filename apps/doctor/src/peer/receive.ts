import { abortable, type EncodedFrame, now } from "@framewire/media";
import type { Connection, Distribution } from "@framewire/protocol";

/** The server's pictures, as they come. */
export interface Incoming {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly bitsPerSecond: number;
  /** Which step of the server's ladder the last of them was: 0 is the best that it has. */
  readonly level: number;
  /** From the capture there until they came, in milliseconds; undefined before the clocks are compared. */
  readonly ageMs: Distribution | undefined;
}

/** So long the server's camera may take to give its first picture, in milliseconds. */
const firstWithinMs = 4000;

/** Looks at the server's pictures for so long. Undefined where none comes. */
export async function measureIncoming(
  connection: Connection,
  { ms, signal }: { readonly ms: number; readonly signal: AbortSignal },
): Promise<Incoming | undefined> {
  const stop = new AbortController();
  let timer = setTimeout(() => stop.abort(), firstWithinMs);
  let since: number | undefined;
  let latest: EncodedFrame | undefined;
  let frames = 0;
  let bytes = 0;
  try {
    for await (const frame of abortable(connection.frames, AbortSignal.any([signal, stop.signal]))) {
      latest = frame;
      if (since === undefined) {
        // What comes first may have waited for the camera.
        since = now();
        clearTimeout(timer);
        timer = setTimeout(() => stop.abort(), ms);
        continue;
      }
      frames++;
      bytes += frame.data.byteLength;
    }
  } finally {
    clearTimeout(timer);
  }
  signal.throwIfAborted();
  if (!latest || since === undefined) return undefined;
  const seconds = (now() - since) / 1e6;
  const { codec, width, height, level = 0 } = latest;
  const { ageMs } = connection.stats();
  return { codec, width, height, level, ageMs, fps: frames / seconds, bitsPerSecond: (bytes * 8) / seconds };
}
