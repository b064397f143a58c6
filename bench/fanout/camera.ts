/** The camera of `pnpm bench fanout`, the same for each server. */
import { now } from "@framewire/media";

/** One frame. Its time is on this process's {@link now} clock. */
export interface CameraFrame {
  readonly sequence: number;
  readonly timestamp: number;
  readonly data: Uint8Array;
}

/** Bytes of a 768x576 JPEG of good quality. */
export const frameBytes = 68_000;

const fps = 30;
/** More frames than fit into a processor's cache. */
const prepared = 60;
let paused = false;

/** Stops or restarts the camera. */
export function setPaused(value: boolean): void {
  paused = value;
}

/** Calls `listener` with a frame thirty times per second, evenly spaced, until the process ends. */
export function startCamera(listener: (frame: CameraFrame) => void): void {
  const frames = Array.from({ length: prepared }, (_, index) => fakeJpeg(index));
  const start = now();
  let sequence = 0;
  function next(): void {
    if (!paused) listener({ sequence, timestamp: now(), data: frames[sequence % prepared] as Uint8Array });
    sequence++;
    setTimeout(next, Math.max((start + (sequence * 1e6) / fps - now()) / 1000, 1));
  }
  next();
}

/** The first and last marker of a JPEG, with filler between them. No viewer decodes it. */
function fakeJpeg(seed: number): Uint8Array {
  const data = new Uint8Array(frameBytes).fill(seed + 1);
  data.set([0xff, 0xd8]);
  data.set([0xff, 0xd9], frameBytes - 2);
  return data;
}
