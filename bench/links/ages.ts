import { now } from "@framewire/media";
import type { ReceivedPicture } from "./received.ts";
import { monotonic, type Stamp } from "./stamp.ts";
import type { Take } from "./take.ts";

/** A picture with its age. */
export interface Aged {
  /** Seconds since the first picture. */
  readonly at: number;
  /** From its capture to the moment when it had come whole, in milliseconds. */
  readonly ageMs: number;
  readonly bytes: number;
  readonly level: number;
  /** It is the camera's own: the stamp is still in it. */
  readonly untouched: boolean;
  readonly width: number | undefined;
  /** From its capture to Framewire's own timestamp, in milliseconds, clocks taken into account. */
  readonly stampedMs: number | undefined;
}

/**
 * The pictures of a take with their ages, all from the camera's own capture time: a picture that came untouched
 * carries it inside; one that was encoded anew has a timestamp of the server, which is the time at which the
 * picture came there, and so belongs to the last capture before that. The clocks of two processes are a little
 * apart: the untouched pictures say how much.
 */
export function agesOf({ received, stamps, begin }: Take): readonly Aged[] {
  const pictures = received.filter((news) => news.event === "picture");
  const between = median(
    pictures.flatMap(({ timestamp, captured }) =>
      timestamp === undefined || captured === undefined ? [] : [timestamp - captured],
    ),
  );
  // None came untouched: the clock of this process is as good as the server's to a millisecond or so.
  const offset = between ?? now() - monotonic() + 1000;
  return pictures.flatMap((picture) => {
    const captured = picture.captured ?? nearest(stamps, picture, offset);
    if (captured === undefined) return [];
    const { at, bytes, level = 0, width, timestamp } = picture;
    return {
      at: (at - begin) / 1e6,
      ageMs: (at - captured) / 1000,
      bytes,
      level,
      untouched: picture.captured !== undefined,
      width,
      stampedMs: timestamp === undefined ? undefined : (timestamp - captured - (now() - monotonic())) / 1000,
    };
  });
}

function nearest(stamps: readonly Stamp[], { timestamp }: ReceivedPicture, offset: number): number | undefined {
  if (timestamp === undefined) return undefined;
  const at = timestamp - offset;
  let [low, high] = [0, stamps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stamps[middle]?.captured ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [stamps[low - 1]?.captured, stamps[low]?.captured];
  if (before === undefined || after === undefined) return before ?? after;
  return at - before < after - at ? before : after;
}

function median(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
