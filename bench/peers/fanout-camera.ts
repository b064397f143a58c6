/** The camera of `bench/fanout.ts`, the same for each of its servers. */

/** One picture of it. */
export interface Shot {
  readonly sequence: number;
  /** When it was due, in microseconds on the clock that all processes of a machine have in common. */
  readonly timestamp: number;
  readonly data: Uint8Array;
}

/** Bytes of a picture: those of 768x576 at a good quality. */
export const pictureBytes = 68_000;

const fps = 30;
/** As many pictures as do not all stay in a cache. */
const prepared = 60;

/** Calls `show` with a picture thirty times a second, each in memory of its own, evenly spaced. Ends with the process. */
export function film(show: (shot: Shot) => void): void {
  const pictures = Array.from({ length: prepared }, (_, index) => fakeJpeg(pictureBytes, index));
  const start = machineTime();
  let sequence = 0;
  function next(): void {
    show({ sequence, timestamp: machineTime(), data: pictures[sequence % prepared] as Uint8Array });
    sequence++;
    const due = start + (sequence * 1e6) / fps;
    setTimeout(next, Math.max((due - machineTime()) / 1000, 1));
  }
  next();
}

/** Microseconds of the system's monotonic clock. */
export function machineTime(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/** Nobody decodes it: the two ends of a JPEG, and between them as many bytes as it takes, all written once. */
function fakeJpeg(size: number, seed: number): Uint8Array {
  const data = new Uint8Array(size).fill(seed + 1);
  data.set([0xff, 0xd8]);
  data.set([0xff, 0xd9], size - 2);
  return data;
}
