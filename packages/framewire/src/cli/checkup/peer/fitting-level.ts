import { ladder, type Rendition } from "@framewire/codec/ladder";

/** A camera whose pictures should go over a way. */
export interface Wish {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** Of a picture at the first level. */
  readonly bytes: number;
}

/** A way to a peer. */
export interface Way {
  readonly bitsPerSecond: number;
  readonly rttMs: number;
}

/** What comes of a camera's pictures on a way. */
export interface Fit extends Pick<Rendition, "quality"> {
  /** Of the ladder; 0 is the best. */
  readonly level: number;
  readonly width: number;
  readonly height: number;
  /** Less than the camera's where not even the last level fits. */
  readonly fps: number;
}

/** A camera, and what would come of its pictures. */
export interface CameraFit {
  readonly camera: Omit<Wish, "bytes">;
  readonly comes: Fit;
}

/**
 * A street at the quality of the first level, in bytes, as `pnpm bench codec` measures it: what a camera sees out of doors
 * is about the most that a picture of that size takes.
 */
export const streets: readonly Wish[] = [
  { width: 1280, height: 720, fps: 30, bytes: 121_774 },
  { width: 1920, height: 1080, fps: 30, bytes: 213_610 },
];

/** As the controller has them: docs/latency.md, “Which level”. */
const room = 0.88;
const reserve = 0.15;
const mostWaitingMs = 6;

/** How old a picture may be unless `--max-latency` says otherwise, in milliseconds. */
const maxLatencyMs = 150;

/** The best level of the default ladder that such a way has room for, by the rule that the controller follows. */
export function fittingLevel({ width, height, fps, bytes }: Wish, { bitsPerSecond, rttMs }: Way): Fit {
  const bytesPerMs = bitsPerSecond / 8000;
  const budgetMs = (maxLatencyMs - rttMs / 2 - mostWaitingMs) * (1 - reserve);
  const takesMs = ({ relativeBytes: share }: Rendition): number => (bytes * share) / bytesPerMs;
  const mostMs = Math.min((room * 1000) / fps, Math.max(budgetMs, 0));
  const found = ladder.findIndex((candidate) => takesMs(candidate) <= mostMs);
  const level = found < 0 ? ladder.length - 1 : found;
  const { quality, scale, relativeBytes: share } = ladder[level] as Rendition;
  const possible = (bytesPerMs * 1000) / (bytes * share);
  return {
    level,
    quality,
    width: Math.round(width * scale),
    height: Math.round(height * scale),
    fps: Math.min(fps, possible),
  };
}
