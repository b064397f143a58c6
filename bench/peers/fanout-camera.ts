/** The camera of `bench/fanout.ts`, the same for each of its servers. */

import { now } from "@framewire/media";

/** One picture of it. */
export interface Shot {
  readonly sequence: number;
  /** On this process's {@link now} clock. */
  readonly timestamp: number;
  readonly data: Uint8Array;
}

/** Bytes of a picture: those of 768x576 at a good quality. */
export const pictureBytes = 68_000;

const fps = 30;
/** As many pictures as do not all stay in a cache. */
const prepared = 60;

let rolls = true;

/** Lets the cameras of this process go on. They roll at first. */
export function roll(): void {
  rolls = true;
}

/** Halts the cameras of this process. */
export function halt(): void {
  rolls = false;
}

/** Calls `show` with a picture thirty times a second, each in memory of its own, evenly spaced. Ends with the process. */
export function film(show: (shot: Shot) => void): void {
  const pictures = Array.from({ length: prepared }, (_, index) => fakeJpeg(pictureBytes, index));
  const start = now();
  let sequence = 0;
  function next(): void {
    if (rolls) show({ sequence, timestamp: now(), data: pictures[sequence % prepared] as Uint8Array });
    sequence++;
    const due = start + (sequence * 1e6) / fps;
    setTimeout(next, Math.max((due - now()) / 1000, 1));
  }
  next();
}

/** Nobody decodes it: the two ends of a JPEG, and between them as many bytes as it takes, all written once. */
function fakeJpeg(size: number, seed: number): Uint8Array {
  const data = new Uint8Array(size).fill(seed + 1);
  data.set([0xff, 0xd8]);
  data.set([0xff, 0xd9], size - 2);
  return data;
}
