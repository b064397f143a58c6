import { abortable, now } from "@framewire/media";
import type { Connection, Distribution } from "@framewire/protocol";

/** The server's pictures, as they come. */
export interface Incoming {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly bitsPerSecond: number;
  /** Which step of the server's ladder they came to be, `width` and `height` with it: 0 is the best that it has. */
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
  const seen: Seen[] = [];
  let bytes = 0;
  try {
    for await (const frame of abortable(connection.frames, AbortSignal.any([signal, stop.signal]))) {
      if (since === undefined) {
        // What comes first may have waited for the camera.
        since = now();
        clearTimeout(timer);
        timer = setTimeout(() => stop.abort(), ms);
        continue;
      }
      const { codec, width, height, level = 0 } = frame;
      seen.push({ codec, width, height, level });
      bytes += frame.data.byteLength;
    }
  } finally {
    clearTimeout(timer);
  }
  signal.throwIfAborted();
  const usual = usualOf(seen);
  if (!usual || since === undefined) return undefined;
  const seconds = (now() - since) / 1e6;
  const { ageMs } = connection.stats();
  return { ...usual, ageMs, fps: seen.length / seconds, bitsPerSecond: (bytes * 8) / seconds };
}

type Seen = Pick<Incoming, "codec" | "width" | "height" | "level">;

/** What they came to be: of the second half, when the server knows the way, the one whose level is in the middle. */
export function usualOf(seen: readonly Seen[]): Seen | undefined {
  const later = seen.slice(Math.floor(seen.length / 2)).toSorted((a, b) => a.level - b.level);
  return later[Math.floor(later.length / 2)];
}
