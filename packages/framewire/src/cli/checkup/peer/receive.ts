import { abortable, now } from "@framewire/media";
import type { Connection, Percentiles } from "@framewire/protocol";

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
  readonly ageMs: Percentiles | undefined;
}

/** So long the server's camera may take to give its first picture, in milliseconds. */
const firstWithinMs = 4000;

/** What comes first has waited for the camera, and shows how TCP starts and not what the way is like. In milliseconds. */
const leadInMs = 2000;

/** Looks at the server's pictures for so long. Undefined where none comes. */
export async function measureIncoming(
  connection: Connection,
  { ms, signal }: { readonly ms: number; readonly signal: AbortSignal },
): Promise<Incoming | undefined> {
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  let timer = setTimeout(() => stop.abort(), firstWithinMs);
  let first: (Seen & { readonly at: number }) | undefined;
  let since: number | undefined;
  const seen: Seen[] = [];
  let bytes = 0;
  try {
    for await (const { codec, width, height, level = 0, data } of abortable(connection.frames, ended)) {
      const at = now();
      if (!first) {
        first = { codec, width, height, level, at };
        clearTimeout(timer);
        timer = setTimeout(() => stop.abort(), leadInMs + ms);
      }
      if (since !== undefined) {
        seen.push({ codec, width, height, level });
        bytes += data.byteLength;
      } else if (at - first.at >= leadInMs * 1000) since = at;
    }
  } finally {
    clearTimeout(timer);
  }
  signal.throwIfAborted();
  if (!first) return undefined;
  const { at, ...opening } = first;
  const seconds = (now() - (since ?? at)) / 1e6;
  const { ageMs } = connection.stats();
  return { ...(usualOf(seen) ?? opening), ageMs, fps: seen.length / seconds, bitsPerSecond: (bytes * 8) / seconds };
}

type Seen = Pick<Incoming, "codec" | "width" | "height" | "level">;

/** What they came to be: of the second half, when the server knows the way, the one whose level is in the middle. */
export function usualOf(seen: readonly Seen[]): Seen | undefined {
  const later = seen.slice(Math.floor(seen.length / 2)).toSorted((a, b) => a.level - b.level);
  return later[Math.floor(later.length / 2)];
}
